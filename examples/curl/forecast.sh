#!/bin/sh
# Forecasts the next twelve months of airline passengers. Run it from the root of the repository.
curl --fail-with-body --silent --show-error \
  "${OMNI_BASE_URL:-http://127.0.0.1:8080}/api/v1/ai-intelligence/forecast?fields=predictions,modelType,confidence" \
  --header "x-api-key: $OMNI_API_KEY" \
  --header 'content-type: application/json' \
  --data @examples/data/passengers.json
