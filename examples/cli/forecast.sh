#!/bin/sh
# Forecasts the next twelve months of airline passengers. Run it from the root of the repository.
omni ml predict-revenue --data @examples/data/passengers.json
