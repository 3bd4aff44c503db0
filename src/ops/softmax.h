#pragma once

namespace regard {

/// p_k = exp(x_k - m) / sum_l exp(x_l - m), m = max x, over n > 0 numbers, in place. Returns log sum_l exp(x_l).
template <class T>
T softmax_in_place(T* x, int n);

/// log sum_l exp(x_l), over n > 0 numbers, which stay as they are.
template <class T>
T log_sum_exp(const T* x, int n);

}  // namespace regard
