#include "ops/largest.h"

#include <algorithm>

#include "ops/lanes.h"

namespace regard {
namespace {

constexpr int kBlock = 16;

/// Is one of the 16 numbers larger?
bool exceeds(const float* x, float limit) {
  return exceeds4(max4(max4(load4(x), load4(x + 4)), max4(load4(x + 8), load4(x + 12))), limit);
}

}  // namespace

int find_largest(const float* x, int n, int count, int* places) {
  count = std::min(count, n);
  int found = 0;
  for (int k = 0; k < n; ++k) {
    if (found == count) {
      // Most numbers are smaller than all that are kept.
      const float limit = count > 0 ? x[places[count - 1]] : 0;
      while (count > 0 && k + kBlock <= n && !exceeds(x + k, limit)) k += kBlock;
      if (count == 0 || k == n) break;
      if (!(x[k] > limit)) continue;
      --found;
    }
    int at = found++;
    for (; at > 0 && x[k] > x[places[at - 1]]; --at) places[at] = places[at - 1];
    places[at] = k;
  }
  return found;
}

}  // namespace regard
