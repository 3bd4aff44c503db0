#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "core/aligned.h"
#include "job.h"

// What the machine can do at most with the instructions that this program was built for.

namespace regard::bench {
namespace {

#if defined(__AVX512F__)
constexpr int kWideBytes = 64;
#elif defined(__AVX__)
constexpr int kWideBytes = 32;
#else
constexpr int kWideBytes = 16;
#endif
constexpr int kLanes = kWideBytes / 4;
typedef float Wide __attribute__((vector_size(kWideBytes)));

#if defined(__FMA__)
constexpr bool kFused = true;
#else
constexpr bool kFused = false;
#endif

constexpr int kSteps = 4096;

/// Chains of multiplications and additions that never leave the registers. With a fused instruction each chain is y = y a + b; without,
/// x = x a and y = y + x, so that neither waits for the other. a is 1 at run time, which the compiler does not know.
template <int Chains>
__attribute__((noinline)) float spin(float a, float b) {
  Wide factor{}, term{};
  for (int l = 0; l < kLanes; ++l) factor[l] = a, term[l] = b;
  std::array<Wide, Chains> x, y;
  x.fill(term);
  y.fill(term);
  for (int step = 0; step < kSteps; ++step) {
    for (int c = 0; c < Chains; ++c) {
      const auto i = static_cast<std::size_t>(c);
      if constexpr (kFused) {
        y[i] = y[i] * factor + term;
      } else {
        x[i] *= factor;
        y[i] += x[i];
      }
    }
  }
  Wide sum{};
  for (const Wide& one : y) sum += one;
  for (const Wide& one : x) sum += one;
  return sum[0];
}

typedef int WideInt __attribute__((vector_size(kWideBytes)));

/// Adds up a block as integers, whose additions wait for nobody: the loads are what takes time.
__attribute__((noinline)) WideInt read_block(const WideInt* data, std::size_t count) {
  WideInt sums[8] = {};
  for (const WideInt* const end = data + count; data != end; data += 8) {
    for (std::size_t c = 0; c < 8; ++c) sums[c] += data[c];
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

constexpr std::size_t kBlockBytes = 16384;

}  // namespace

Job make_peak(const nlohmann::json& spec) {
  const int chains = spec.at("chains");
  float (*const spinner)(float, float) = chains == 4    ? spin<4>
                                         : chains == 5  ? spin<5>
                                         : chains == 6  ? spin<6>
                                         : chains == 8  ? spin<8>
                                         : chains == 10 ? spin<10>
                                         : chains == 12 ? spin<12>
                                                        : nullptr;
  if (!spinner) throw std::runtime_error("peak: chains is 4, 5, 6, 8, 10 or 12.");
  auto sink = std::make_shared<float>(1.0f);
  Job job;
  // *sink stays a number the compiler cannot see; what is multiplied by is 1.
  job.run = [=] { *sink = std::max(1.0f, std::min(1.0f, spinner(*sink, 1e-3f))); };
  job.flops = 2.0 * kLanes * chains * kSteps;
  job.result = [] { return nlohmann::json{{"lanes", kLanes}, {"fused", kFused}}; };
  return job;
}

Job make_read(const nlohmann::json& spec) {
  const std::size_t bytes = (spec.at("bytes").get<std::size_t>() + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
  auto data = std::make_shared<AlignedVector<std::int32_t>>(bytes / 4, 1);
  auto sink = std::make_shared<WideInt>();
  Job job;
  job.run = [=] {
    const WideInt* at = reinterpret_cast<const WideInt*>(data->data());
    for (std::size_t k = 0; k < bytes; k += kBlockBytes, at += kBlockBytes / kWideBytes) {
      *sink += read_block(at, kBlockBytes / kWideBytes);
    }
  };
  job.bytes = static_cast<double>(bytes);
  return job;
}

}  // namespace regard::bench
