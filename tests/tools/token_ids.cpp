// Reads lines from standard input and prints for each its clean form, a tab, and the ids that a tokenizer.json gives it:
//   token_ids models/tokenizer.en.json < lines
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "io/tokenizer_file.h"
#include "text/clean_line.h"

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "Usage: token_ids TOKENIZER.json < lines\n";
    return 2;
  }
  std::ifstream file(words[1], std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  const auto tokenizer = regard::parse_tokenizer(json);
  if (!tokenizer) {
    std::cerr << tokenizer.error().message << '\n';
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) {
    const std::string clean = regard::clean_line(line);
    std::cout << clean << '\t';
    const char* gap = "";
    for (int id : tokenizer->ids(clean)) {
      std::cout << gap << id;
      gap = " ";
    }
    std::cout << '\n';
  }
}
