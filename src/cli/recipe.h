#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "nets/seq2seq.h"
#include "training/trainer.h"

namespace regard {

/// How a model is made: recipe.json beside it.
struct Recipe {
  Seq2SeqConfig config;
  std::string train, dev;                                    ///< file names inside the data folder, .tsv or .tsv.gz
  std::filesystem::path supplement;                          ///< pairs of our own, relative to the recipe's folder; empty for none
  int supplement_repeats = 1;                                ///< how often an epoch uses the supplement
  std::filesystem::path source_tokenizer, target_tokenizer;  ///< relative to the recipe's folder
  int least_count = 5;                                       ///< characters seen less often are unknown to the vocabularies
  bool rebuild = false;                                      ///< the source itself is to be written, not its translation
  std::filesystem::path start_from;                          ///< model whose tensors named in training.frozen the net takes; empty for none
  int max_words = 50;                                        ///< pairs with a longer source are left out
  TrainerOptions training;                                   ///< training.learning_rate.updates is the length of the run
  int report_every = 500;                                    ///< updates between two measurements on dev, each followed by a checkpoint
};

/// Reads recipe.json. Paths come back absolute or relative to the working folder. Fails with "bad-recipe", or "no-file".
Result<Recipe> read_recipe(const std::filesystem::path& path);

}  // namespace regard
