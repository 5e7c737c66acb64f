//! Forecasts the next twelve months of airline passengers.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use omni_ai::OmniClient;
use omni_ai::intelligence::v1::{ForecastRequest, Frequency};

const PASSENGERS: &str = include_str!("../data/passengers.csv");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let values = PASSENGERS.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let time_series = values.map(str::parse).collect::<Result<Vec<f64>, _>>()?;

    let client = OmniClient::from_env()?; // takes OMNI_API_KEY and OMNI_BASE_URL from the environment
    let forecast = client
        .ml()
        .predict_revenue(ForecastRequest {
            time_series,
            forecast_steps: 12,
            frequency: Frequency::Monthly.into(),
            ..Default::default()
        })
        .await?;

    for (index, value) in forecast.predictions.iter().enumerate() {
        println!("{:2} {value:7.1}", index + 1);
    }
    println!("{}, confidence {:.2}", forecast.model_type, forecast.confidence);
    Ok(())
}
