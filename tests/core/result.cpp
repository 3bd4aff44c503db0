#include "core/result.h"

#include <memory>

#include "catch.h"
#include "core/check.h"

using regard::check;
using regard::Error;
using regard::MisuseError;
using regard::Result;

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{"odd-number", std::to_string(number) + " is odd."};
  return number / 2;
}

}  // namespace

TEST_CASE("a result with a value is true and gives it", "[core][result]") {
  Result<int> result = half(8);
  REQUIRE(result);
  CHECK(*result == 4);
  *result = 5;
  CHECK(*std::as_const(result) == 5);
}

TEST_CASE("a result with an error is false and gives the code and the sentence", "[core][result]") {
  const Result<int> result = half(7);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == "odd-number");
  CHECK(result.error().message == "7 is odd.");
}

TEST_CASE("a result hands on what can only be moved", "[core][result]") {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(3));
  REQUIRE(result);
  CHECK(**result == 3);
  const std::unique_ptr<int> taken = *std::move(result);
  CHECK(*taken == 3);
}

TEST_CASE("the members of a result's value are reached by the arrow", "[core][result]") {
  Result<std::string> result(std::string("abc"));
  CHECK(result->size() == 3);
  CHECK(std::as_const(result)->size() == 3);
}

TEST_CASE("check is silent when its condition holds", "[core][check]") {
  CHECK_NOTHROW(check(true, "never said"));
  CHECK_NOTHROW(check(true, std::string("never said")));
}

TEST_CASE("check throws a misuse error that says its sentence", "[core][check]") {
  CHECK_THROWS_AS(check(false, "x"), MisuseError);
  CHECK_THROWS_WITH(check(false, "The shapes differ."), "The shapes differ.");
  CHECK_THROWS_WITH(check(false, std::string("The shapes differ.")), "The shapes differ.");
}
