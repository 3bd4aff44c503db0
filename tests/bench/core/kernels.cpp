#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

#include "core/aligned.h"
#include "core/arena.h"
#include "core/rng.h"
#include "eigen_as_it_comes.h"
#include "job.h"
#include "ops/eigen.h"
#include "ops/gru_cell.h"
#include "ops/packed_matrix.h"
#include "ops/product.h"
#include "ops/softmax.h"

namespace regard::bench {
namespace {

using Matrix = Tensor<float>;

// Eigen as it is, to compare with: no packing of our own, no choice of kernel, except that one row against many takes Eigen's
// matrix-vector product.

void eigen_nt(Matrix a, Matrix b, Matrix c) {
  if (a.rows == 1) {
    Eigen::Map<Eigen::VectorXf>(c.data, c.cols).noalias() = matrix(b) * Eigen::Map<const Eigen::VectorXf>(a.data, a.cols);
  } else {
    matrix(c).noalias() = matrix(a) * matrix(b).transpose();
  }
}
void eigen_nn(Matrix a, Matrix b, Matrix c) { matrix(c).noalias() = matrix(a) * matrix(b); }
void eigen_tn(Matrix a, Matrix b, Matrix c) { matrix(c).noalias() = matrix(a).transpose() * matrix(b); }

void ours_nt(Matrix a, Matrix b, Matrix c) { product_nt(a, b, c, Write::kReplace); }
void ours_nn(Matrix a, Matrix b, Matrix c) { product_nn(a, b, c, Write::kReplace); }
void ours_tn(Matrix a, Matrix b, Matrix c) { product_tn(a, b, c, Write::kReplace); }

struct Kernel {
  enum class Shape { kNt, kNn, kTn } shape;  ///< which of the factors is stored transposed
  void (*multiply)(Matrix a, Matrix b, Matrix c);
};

/// A new kernel is one more line.
const std::map<std::string, Kernel> kKernels = {
    {"product_nt", {Kernel::Shape::kNt, ours_nt}},
    {"product_nn", {Kernel::Shape::kNn, ours_nn}},
    {"product_tn", {Kernel::Shape::kTn, ours_tn}},
    {"Eigen nt", {Kernel::Shape::kNt, eigen_nt}},
    {"Eigen nn", {Kernel::Shape::kNn, eigen_nn}},
    {"Eigen tn", {Kernel::Shape::kTn, eigen_tn}},
#ifdef __EMSCRIPTEN__
    {"Eigen without SIMD", {Kernel::Shape::kNt, eigen_as_it_comes_nt}},
#endif
};

/// A matrix of numbers in -1 .. 1 that a job can share.
std::shared_ptr<AlignedVector<float>> numbers(int rows, int cols, std::uint64_t seed) {
  Rng rng(seed);
  auto values = std::make_shared<AlignedVector<float>>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
  for (float& value : *values) value = static_cast<float>(2 * rng.uniform() - 1);
  return values;
}

/// Rounds each row to integers of -127 .. 127 times a scale of its own, as a model file of I8 holds it.
void round_rows(Matrix w) {
  for (int i = 0; i < w.rows; ++i) {
    float highest = 0;
    for (int k = 0; k < w.cols; ++k) highest = std::max(highest, std::abs(w(i, k)));
    const float scale = highest / 127;
    for (int k = 0; k < w.cols; ++k) w(i, k) = std::nearbyint(w(i, k) / scale) * scale;
  }
}

/// c (m, n) = a (m, k) b^T by weights that were packed once.
Job make_packed_product(int m, int n, int k, bool integers) {
  const auto a = numbers(m, k, 1), b = numbers(n, k, 2), c = numbers(m, n, 3);
  if (integers) round_rows({b->data(), n, k});
  auto packed = std::make_shared<PackedMatrix>(Tensor<const float>{b->data(), n, k});
  if (packed->has_integers() != integers) throw std::runtime_error("PackedMatrix stores these weights otherwise.");
  Job job;
  job.run = [=] { packed->multiply({a->data(), m, k}, {c->data(), m, n}, Write::kReplace); };
  job.flops = 2.0 * m * n * k;
  job.bytes = (integers ? 1.0 : 4.0) * n * k;
  return job;
}

}  // namespace

Job make_product(const nlohmann::json& spec) {
  const int m = spec.at("m"), n = spec.at("n"), k = spec.at("k");
  const std::string by = spec.at("by");
  if (by == "PackedMatrix, F32" || by == "PackedMatrix, I8") return make_packed_product(m, n, k, by == "PackedMatrix, I8");
  const auto found = kKernels.find(by);
  if (found == kKernels.end()) throw std::runtime_error("There is no product by " + by + ".");
  const Kernel kernel = found->second;
  const auto a = numbers(m, k, 1), b = numbers(n, k, 2), c = numbers(m, n, 3);
  const Matrix left = kernel.shape == Kernel::Shape::kTn ? Matrix{a->data(), k, m} : Matrix{a->data(), m, k};
  const Matrix right = kernel.shape == Kernel::Shape::kNt ? Matrix{b->data(), n, k} : Matrix{b->data(), k, n};
  const Matrix product{c->data(), m, n};
  Job job;
  job.run = [=, keep = std::array{a, b, c}] { kernel.multiply(left, right, product); };
  job.flops = 2.0 * m * n * k;
  job.bytes = 4.0 * n * k;
  return job;
}

Job make_softmax(const nlohmann::json& spec) {
  const int n = spec.at("n");
  const auto x = numbers(1, n, 1);
  auto p = std::make_shared<AlignedVector<float>>(x->size());
  Job job;
  job.run = [=] {
    std::copy(x->begin(), x->end(), p->begin());
    softmax_in_place(p->data(), n);
  };
  job.bytes = 4.0 * n;
  return job;
}

Job make_gru_cell(const nlohmann::json& spec) {
  const int batch = spec.at("batch"), d = spec.at("width");
  const auto x = numbers(batch, 3 * d, 1), h = numbers(batch, d, 2), weight = numbers(3 * d, d, 3), bias = numbers(1, 3 * d, 4);
  auto arena = std::make_shared<Arena>();
  const auto var = [](const auto& values, int rows, int cols) { return Var<float>{{values->data(), rows, cols}, nullptr}; };
  Job job;
  job.run = [=] {
    arena->reset();
    Tape<float> tape(*arena, Tape<float>::Mode::kInference);
    gru_cell(tape, var(x, batch, 3 * d), var(h, batch, d), var(weight, 3 * d, d), var(bias, 1, 3 * d));
  };
  job.flops = 2.0 * batch * 3 * d * d;
  job.bytes = 4.0 * 3 * d * d;
  return job;
}

}  // namespace regard::bench
