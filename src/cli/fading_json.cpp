#include "cli/fading_json.h"

namespace regard {
namespace {

nlohmann::ordered_json slope_json(const std::optional<Slope>& slope) {
  if (!slope) return nullptr;
  return {{"log10_a_step", slope->value}, {"interval", slope->interval}};
}

}  // namespace

nlohmann::ordered_json fading_json(const Fading& fading) {
  nlohmann::ordered_json json;
  json["by_distance"] = nlohmann::ordered_json::array();
  for (const Fading::Distance& distance : fading.by_distance) {
    json["by_distance"].push_back({{"steps", distance.steps}, {"count", distance.count}, {"mean_log10", distance.mean_log10}});
  }
  json["zeros"] = fading.zeros;
  json["slope"] = slope_json(fading.slope);
  json["slope_within_token"] = slope_json(fading.slope_within_token);
  return json;
}

}  // namespace regard
