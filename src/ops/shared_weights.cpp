#include "ops/shared_weights.h"

#include <algorithm>
#include <new>
#include <type_traits>

#include "ops/blocked_product.h"
#include "ops/product.h"

namespace regard {
namespace {

/// Fewer rows are multiplied by the weight as it lies.
constexpr int kLeastRows = std::max(kBlockedRows, 4);

}  // namespace

template <class T>
const T* SharedWeights<T>::panels(Arena& arena, Tensor<T> weight, bool transposed) {
  for (const Packed* packed = packed_; packed; packed = packed->next) {
    if (packed->weight == weight.data && packed->transposed == transposed) return packed->panels;
  }
  const int k = transposed ? weight.cols : weight.rows, n = transposed ? weight.rows : weight.cols;
  T* room = arena.allocate<T>(panels_size(k, n));
  if constexpr (std::is_same_v<T, float>) {
    pack_panels(transposed ? Factor{weight.data, 1, weight.cols} : Factor{weight.data, weight.cols, 1}, k, n, room);
  }
  packed_ = new (arena.allocate<Packed>(1)) Packed{weight.data, transposed, room, packed_};
  return room;
}

template <class T>
void SharedWeights<T>::multiply(Arena& arena, Tensor<T> x, Tensor<T> weight, Tensor<T> y) {
  if constexpr (std::is_same_v<T, float>) {
    if (x.rows >= kLeastRows) {
      return blocked_product({x.data, x.cols, 1}, panels(arena, weight, true), x.cols, y, Write::kReplace);
    }
  }
  product_nt(x, weight, y, Write::kReplace);
}

template <class T>
void SharedWeights<T>::multiply_back(Arena& arena, Tensor<T> d_y, Tensor<T> weight, Tensor<T> d_x) {
  if constexpr (std::is_same_v<T, float>) {
    if (d_y.rows >= kLeastRows) {
      return blocked_product({d_y.data, d_y.cols, 1}, panels(arena, weight, false), d_y.cols, d_x, Write::kAdd);
    }
  }
  product_nn(d_y, weight, d_x, Write::kAdd);
}

template <class T>
void SharedWeights<T>::keep(Arena& arena, Tensor<T> d_y, Tensor<T> x, Tensor<T> d_weight) {
  terms_ = new (arena.allocate<Term>(1)) Term{d_y, x, d_weight, terms_};
}

template <class T>
void SharedWeights<T>::finish(Arena& arena) {
  while (terms_) {
    // The terms of one weight leave the list and lie below each other.
    const Tensor<T> d_weight = terms_->d_weight;
    int rows = 0;
    for (const Term* term = terms_; term; term = term->next) rows += term->d_weight.data == d_weight.data ? term->x.rows : 0;
    Tensor<T> d_y = terms_->d_y, x = terms_->x;
    const bool alone = rows == x.rows;
    if (!alone) {
      d_y = {arena.allocate<T>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(d_y.cols)), rows, d_y.cols};
      x = {arena.allocate<T>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(x.cols)), rows, x.cols};
    }
    int row = 0;
    for (Term** link = &terms_; *link;) {
      Term& term = **link;
      if (term.d_weight.data != d_weight.data) {
        link = &term.next;
        continue;
      }
      if (!alone) {
        std::copy_n(term.d_y.data, term.d_y.size(), d_y.row(row));
        std::copy_n(term.x.data, term.x.size(), x.row(row));
      }
      row += term.x.rows;
      *link = term.next;
    }
    product_tn(d_y, x, d_weight, Write::kAdd);
  }
}

template class SharedWeights<float>;
template class SharedWeights<double>;

}  // namespace regard
