#include "ops/embedding.h"

#include "catch.h"
#include "gradients.h"

using namespace regard;

TEST_CASE("embedding picks the rows of its table", "[ops][embedding]") {
  Matrix<double> table(3, 2,
                       {1, 2,  //
                        3, 4,  //
                        5, 6});
  const std::vector<int> ids = {2, 0, 2, 1};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK(Matrix<double>(embedding(tape, std::span<const int>(ids), table.leaf()).value) == Matrix<double>(4, 2,
                                                                                                         {5, 6,  //
                                                                                                          1, 2,  //
                                                                                                          5, 6,  //
                                                                                                          3, 4}));
}

TEST_CASE("the gradient of embedding is that of central differences, repeated ids added up", "[ops][embedding][gradient]") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int vocabulary = random_size(rng, 1, 6), width = random_size(rng, 1, 17);
    std::vector<int> ids;
    for (int k = random_size(rng, 1, 12); k > 0; --k) ids.push_back(random_size(rng, 0, vocabulary - 1));
    CAPTURE(vocabulary, width, ids.size());
    const Operation pick = [&ids](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return embedding(tape, std::span<const int>(ids), in[0]);
    };
    check_gradients(pick, {random_matrix(rng, vocabulary, width)});
    check_inference(pick, {random_matrix(rng, vocabulary, width)});
  }
}

TEST_CASE("embedding refuses an id outside the vocabulary", "[ops][embedding]") {
  Matrix<double> table(3, 2);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  for (int id : {-1, 3}) {
    const std::vector<int> ids = {0, id};
    CHECK_THROWS_AS(embedding(tape, std::span<const int>(ids), table.leaf()), MisuseError);
  }
}
