#include "core/parameters.h"

#include "catch.h"

using regard::Parameter;
using regard::ParameterLayout;

TEST_CASE("parameters lie behind each other in the order in which they were added", "[core][parameters]") {
  ParameterLayout layout;
  CHECK(layout.size() == 0);
  const Parameter a = layout.add("a", 2, 3);
  const Parameter b = layout.add("b", 1, 5);
  const Parameter c = layout.add("c", 4, 1);
  CHECK(a.offset == 0);
  CHECK(b.offset == 6);
  CHECK(c.offset == 11);
  CHECK(c.size() == 4);
  CHECK(layout.size() == 15);
  REQUIRE(layout.parameters().size() == 3);
  CHECK(layout.parameters()[1].name == "b");
  CHECK(layout.parameters()[1].rows == 1);
  CHECK(layout.parameters()[1].cols == 5);
  CHECK(layout.parameters()[1].offset == 6);
}

TEST_CASE("a parameter may have more elements than an int counts", "[core][parameters]") {
  ParameterLayout layout;
  layout.add("large", 70000, 70000);
  CHECK(layout.add("next", 1, 1).offset == std::size_t{4900000000});
}
