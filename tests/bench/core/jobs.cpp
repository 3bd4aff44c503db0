#include <map>
#include <stdexcept>

#include "job.h"

namespace regard::bench {

Job make_job(const JobOrder& order) {
  using Maker = std::function<Job(const JobOrder&)>;
  const auto from_spec = [](Job (*make)(const nlohmann::json&)) { return Maker([make](const JobOrder& o) { return make(o.spec); }); };
  static const std::map<std::string, Maker> makers = {
      {"peak", from_spec(make_peak)},       {"read", from_spec(make_read)},         {"product", from_spec(make_product)},
      {"softmax", from_spec(make_softmax)}, {"gru-cell", from_spec(make_gru_cell)}, {"sentence", make_sentence},
      {"training", make_training},
  };
  const std::string kind = order.spec.at("kind");
  const auto maker = makers.find(kind);
  if (maker == makers.end()) throw std::runtime_error("There is no job of the kind " + kind + ".");
  return maker->second(order);
}

}  // namespace regard::bench
