"""Forecasts the next twelve months of airline passengers."""

import csv
from pathlib import Path

from omni_ai import OmniClient

data = Path(__file__).parents[1] / "data" / "passengers.csv"
with data.open(newline="") as file:
    passengers = [float(row["passengers"]) for row in csv.DictReader(file)]

with OmniClient() as client:  # takes OMNI_API_KEY and OMNI_BASE_URL from the environment
    forecast = client.ml.predict_revenue(time_series=passengers, forecast_steps=12, frequency="MONTHLY")

for step, value in enumerate(forecast.predictions, start=1):
    print(f"{step:2} {value:7.1f}")
print(f"{forecast.model_type}, confidence {forecast.confidence:.2f}")
