# What the kernels' tests consist of, for the builds in which parts of the kernels are other code than in the tests of all layers:
# WebAssembly, and natively with every instruction of the machine.
set(kernel_tests "")
foreach(kernel blocked_product gru_cell largest packed_matrix product shared_weights softmax squash)
  list(APPEND kernel_tests ${CMAKE_CURRENT_LIST_DIR}/../tests/ops/${kernel}.cpp)
endforeach()
file(GLOB kernels CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/../src/ops/*.cpp)
