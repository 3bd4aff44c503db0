#include "probes/leave_one_out.h"

#include <algorithm>

#include "probes/divergence.h"
#include "probes/forced_decoding.h"
#include "text/byte_pair.h"

namespace regard {
namespace {

/// Side by side; more would keep more of the encoder's states than they save.
constexpr int kAtOnce = 16;

/// `count` copies of the source, each without one of its tokens from `first` on, time-major.
std::vector<int> shortened(std::span<const int> source, int first, int count) {
  std::vector<int> ids;
  for (std::size_t k = 0; k + 1 < source.size(); ++k) {
    for (int b = 0; b < count; ++b) ids.push_back(source[static_cast<int>(k) < first + b ? k : k + 1]);
  }
  return ids;
}

}  // namespace

LeftOut leave_one_out(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target,
                      std::optional<SourceRange> only) {
  const int all = static_cast<int>(source.size());
  check(all >= 2 && !target.empty(), "leave_one_out: the source holds at least two tokens, the target one.");
  const auto [begin, count] = only.value_or(SourceRange{0, all});
  check(begin >= 0 && count > 0 && begin + count <= all, "leave_one_out: the range lies in the source.");
  LeftOut out;
  out.targets = static_cast<int>(target.size());
  out.sources = count;
  out.distance.resize(target.size() * static_cast<std::size_t>(count));
  out.change.resize(out.distance.size());
  for (int first = 0; first < count; first += kAtOnce) {
    const int batch = std::min(kAtOnce, count - first);
    ForcedDecoding<float> whole(net, values, source, 1);
    const std::vector<int> ids = shortened(source, begin + first, batch);
    ForcedDecoding<float> without(net, values, ids, batch);
    int last = kBeginId;
    for (std::size_t i = 0; i < target.size(); ++i) {
      const Tensor<float> p = whole.step(last), q = without.step(last);
      last = target[i];
      const auto width = static_cast<std::size_t>(p.cols);
      for (int b = 0; b < batch; ++b) {
        const std::size_t at = i * static_cast<std::size_t>(count) + static_cast<std::size_t>(first + b);
        out.distance[at] = total_variation<float>({p.data, width}, {q.row(b), width});
        out.change[at] = without.log_probability(b, last) - whole.log_probability(0, last);
      }
    }
  }
  return out;
}

}  // namespace regard
