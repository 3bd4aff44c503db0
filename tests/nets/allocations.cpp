// Replaces the memory functions of this test's program by ones that count.

#include <cstdlib>
#include <new>

#include "catch.h"
#include "nets/beam_search.h"
#include "tiny_net.h"

using namespace regard;

namespace {

std::size_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  if (size == 0) size = 1;
  void* memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (!memory) throw std::bad_alloc();
  return memory;
}

constexpr std::size_t kPlainAlignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

void* operator new(std::size_t size) { return allocate(size, kPlainAlignment); }
void* operator new[](std::size_t size) { return allocate(size, kPlainAlignment); }
void* operator new(std::size_t size, std::align_val_t alignment) { return allocate(size, static_cast<std::size_t>(alignment)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, kPlainAlignment); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, kPlainAlignment); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

TEST_CASE("a step of a search in which no hypothesis ends, and their number stays, allocates nothing", "[nets][search]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kDot, AttentionKind::kHard}) {
    Seq2SeqConfig config = tiny_config(attention);
    config.decoder_width = config.state_width();
    const Seq2Seq net(config);
    AlignedVector<float> values = random_values<float>(net, 4);
    values[net.layout().parameters().back().offset + kEnd] = -100;  // never ends
    const PackedWeights packed = net.pack(values);
    for (int beam : {1, 3}) {
      for (const PackedWeights* with : {static_cast<const PackedWeights*>(nullptr), &packed}) {
        CAPTURE(static_cast<int>(attention), beam, with != nullptr);
        SearchOptions options;
        options.beam = beam;
        options.most_tokens = 12;
        BeamSearch search(net, {values, with}, {3, 8, 5, 5}, options);
        search.step();  // takes room
        search.step();  // a beam has its whole width now
        search.step();
        const std::size_t before = allocations;
        for (int step = 3; step < 11; ++step) search.step();
        CHECK(allocations == before);
        CHECK(search.best().ids.size() == 11);
      }
    }
  }
}

TEST_CASE("an update's forward and backward pass allocate nothing once the arena has met one as large", "[nets]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral, AttentionKind::kUniform}) {
    CAPTURE(static_cast<int>(attention));
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 4);
    AlignedVector<float> gradients(values.size());
    const Batch batch = batch_of({{3, 4, 5}, {6, 7, 8}}, {{3, 4}, {5}}, 3);
    Arena arena;
    Rng rng(1);
    const auto update = [&] {
      arena.reset();
      Tape<float> tape(arena, Tape<float>::Mode::kRecording);
      tape.backward(net.loss(Pass<float>{tape, values.data(), gradients.data()}, batch, 0.1, Dropout{0.1, rng}, nullptr));
    };
    update();
    update();
    const std::size_t before = allocations;
    for (int k = 0; k < 5; ++k) update();
    CHECK(allocations == before);
  }
}
