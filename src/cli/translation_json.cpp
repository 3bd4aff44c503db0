#include "cli/translation_json.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

Json pieces(const std::vector<Token>& tokens) {
  Json list = Json::array();
  for (const Token& token : tokens) list.push_back(token.piece);
  return list;
}

/// Rows of numbers, or null where the model has none.
Json rows(const TraceMatrix& matrix) {
  if (matrix.rows == 0) return nullptr;
  Json list = Json::array();
  for (int i = 0; i < matrix.rows; ++i) {
    const auto first = matrix.data.begin() + static_cast<std::ptrdiff_t>(i) * matrix.cols;
    list.push_back(std::vector<float>(first, first + matrix.cols));
  }
  return list;
}

}  // namespace

Json translation_json(const Translation& translation, const Trace& trace) {
  Json json;
  json["source"] = translation.source;
  json["source_tokens"] = pieces(translation.source_tokens);
  json["target_tokens"] = pieces(translation.target_tokens);
  json["translation"] = translation.text;
  json["attention"] = rows(trace.alpha);
  if (!trace.positions.empty()) json["positions"] = trace.positions;
  json["log_probability"] = trace.log_probability;
  json["truncated"] = translation.truncated;
  return json;
}

Json trace_json(const Translator& translator, const Translation& translation, const Trace& trace) {
  Json json = translation_json(translation, trace);
  json.erase("attention");
  Json steps = Json::array();
  for (const TraceStep& step : trace.steps) {
    Json top = Json::array();
    for (const TraceCandidate& candidate : step.top) {
      top.push_back({{"piece", translator.model().target.token(candidate.id).piece}, {"probability", candidate.probability}});
    }
    steps.push_back(
        {{"piece", translator.model().target.token(step.id).piece}, {"probability", step.probability}, {"top", std::move(top)}});
  }
  json["steps"] = std::move(steps);
  json["encoder_states"] = rows(trace.encoder_states);
  json["context"] = rows(trace.context);
  json["decoder_states"] = rows(trace.decoder_states);
  json["contexts"] = rows(trace.contexts);
  json["scores"] = rows(trace.scores);
  json["alpha"] = rows(trace.alpha);
  if (trace.logits.rows > 0) json["logits"] = rows(trace.logits);
  if (trace.reset_gates.rows > 0) {
    json["reset_gates"] = rows(trace.reset_gates);
    json["update_gates"] = rows(trace.update_gates);
  }
  return json;
}

}  // namespace regard
