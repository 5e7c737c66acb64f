"""What type checkers must refuse: every line marked so, and no other."""

from omni_ai import AsyncOmniClient, OmniClient
from omni_ai.types import ForecastModel, ForecastRequest, ForecastResponse, Frequency

client = OmniClient("key")

client.ml.predict_revenue(time_series=[1, 2])  # refused
client.ml.predict_revenue([1, 2], forecast_steps=1)  # refused
client.ml.predict_revenue(time_series=["1"], forecast_steps=1)  # refused
client.ml.predict_revenue(time_series=[1], forecast_steps="1")  # refused
client.ml.predict_revenue(time_series=[1], forecast_steps=1, model="lstm")  # refused
client.ml.predict_revenue(time_series=[1], forecast_steps=1, model=Frequency.DAILY)  # refused
client.ml.predict_revenue(time_series=[1], forecast_steps=1, horizon=3)  # refused
client.ml.predict_revenue(time_series=[1], forecast_steps=1, timeout="5s")  # refused
client.ml.forecast_batch(requests=[{"time_series": [1], "steps": 1}])  # refused
client.ml.train()  # refused
client.ai  # refused
client.get_error()  # refused
OmniClient("key", environment="staging")  # refused
OmniClient("key", "http://127.0.0.1:8080")  # refused
ForecastResponse(prediction=[1])  # refused
ForecastRequest([1])  # refused
ForecastModel.LSTM  # refused
client.mock.fail("ml.predict_revenue", "OOPS")  # refused
response = client.ml.predict_revenue(time_series=[1], forecast_steps=1)
response.predicitons  # refused
response.confidence = "high"  # refused
days: int = response.predictions  # refused


async def asynchronous(twin: AsyncOmniClient) -> None:
    await client.ml.predict_revenue(time_series=[1], forecast_steps=1)  # refused
    forecast = twin.ml.predict_revenue(time_series=[1], forecast_steps=1)
    forecast.predictions  # refused
    (await forecast).predictions.append("1")  # refused
    async with client as same:
        same.with_raw_response.get_error("req_1").parsed  # refused
