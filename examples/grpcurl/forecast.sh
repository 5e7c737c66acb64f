#!/bin/sh
# Forecasts the next twelve months of airline passengers. Run it from the root of the repository.
# The server describes itself, so no .proto file is needed. Where it speaks TLS, leave -plaintext out.
address=${OMNI_BASE_URL:-http://127.0.0.1:8080}
grpcurl -plaintext -H "x-api-key: $OMNI_API_KEY" -d @ \
  "${address#*://}" omni.intelligence.v1.IntelligenceService/Forecast < examples/data/passengers.json
