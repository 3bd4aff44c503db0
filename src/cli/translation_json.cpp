#include "cli/translation_json.h"

#include "probes/attention_steps.h"

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

Json tree_json(const Translator& translator, const BeamTree& tree) {
  Json branches = Json::array();
  for (const Branch& branch : tree.branches) {
    branches.push_back({{"parent", branch.parent},
                        {"step", branch.step},
                        {"piece", translator.model().target.token(branch.id).piece},
                        {"log_probability", branch.log_probability},
                        {"score", branch.score},
                        {"fate", name_of(branch.fate)},
                        {"row", branch.row}});
  }
  return {{"branches", std::move(branches)}, {"alpha", rows(tree.alpha)}, {"best", tree.best}};
}

Json attention_step_json(const Translator& translator, const Translation& translation, int i) {
  constexpr int kCandidates = 5;
  const Model& model = translator.model();
  const AttentionSteps steps =
      attention_steps(model.net, model.values, ids_of(translation.source_tokens), ids_of(translation.target_tokens), {i, 1}, kCandidates);
  const AttentionStep& step = steps.steps.front();
  const auto change_json = [&](const OutputChange& change) {
    Json candidates = Json::array();
    for (const CandidateChange& one : change.candidates) {
      candidates.push_back({{"piece", model.target.token(one.id).piece}, {"before", one.before}, {"after", one.after}});
    }
    return Json{{"moved", change.moved}, {"candidates", std::move(candidates)}};
  };
  Json json;
  json["kind"] = name_of(model.net.config().attention);
  json["keys"] = rows(steps.keys);
  json["v"] = rows(steps.v);
  json["query"] = rows(step.query);
  json["share"] = rows(step.share);
  json["scale"] = step.scale;
  json["without"] = Json::array();
  for (const OutputChange& change : step.without) json["without"].push_back(change_json(change));
  json["mean"] = change_json(step.mean);
  json["product"] = step.product ? change_json(*step.product) : Json(nullptr);
  return json;
}

}  // namespace regard
