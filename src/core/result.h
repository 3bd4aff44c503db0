#pragma once

#include <string>
#include <utility>
#include <variant>

namespace regard {

/// What went wrong with data that came from outside: a stable code for programs, a sentence with the actual values for people.
struct Error {
  std::string code;     ///< kebab-case, e.g. "bad-header"
  std::string message;  ///< one sentence, ending in a full stop
};

/// A value, or the reason why there is none. Bad data is a Result; misuse of an interface is `check`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace regard
