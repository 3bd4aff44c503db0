#include "io/strict_json.h"

#include <cstdint>
#include <set>
#include <vector>

namespace regard {
namespace {

using nlohmann::json;

/// Reads without building anything and remembers the first thing that is wrong.
class Inspector : public nlohmann::json_sax<json> {
 public:
  explicit Inspector(std::size_t depth) : depth_(depth) {}

  const std::string& complaint() const { return complaint_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (names_.back().insert(name).second) return true;
    return complain("holds the name " + in_quotes(name) + " twice");
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return complain("is no valid JSON at byte " + std::to_string(position));
  }

 private:
  bool open() {
    if (names_.size() == depth_) return complain("is nested deeper than " + std::to_string(depth_) + " levels");
    names_.emplace_back();
    return true;
  }
  bool close() {
    names_.pop_back();
    return true;
  }
  bool complain(std::string what) {
    if (complaint_.empty()) complaint_ = std::move(what);
    return false;
  }

  std::size_t depth_;
  std::vector<std::set<std::string>> names_;  ///< of the open objects; an array's set stays empty
  std::string complaint_;
};

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return '"' + std::string(text) + '"';
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return '"' + std::string(text.substr(0, end)) + "...\"";
}

Result<json> parse_strict_json(std::string_view text, std::size_t depth, const std::string& code, const std::string& subject) {
  const auto fail = [&](const std::string& what) { return Error{code, subject + ' ' + what + '.'}; };
  if (text.empty() || text.front() != '{') return fail("does not begin with \"{\"");
  // The library would stop here and leave the rest unread.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) return fail("holds a zero byte at " + std::to_string(zero));
  Inspector inspector(depth);
  if (!json::sax_parse(text.begin(), text.end(), &inspector)) return fail(inspector.complaint());
  return json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace regard
