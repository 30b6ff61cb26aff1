#include "sim/record/elements.hpp"

#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace alongside::record {
namespace {

template <class To, class From>
To narrowed(From number) {
  if constexpr (std::is_integral_v<To> && std::is_integral_v<From>) {
    if (!std::in_range<To>(number)) {
      throw InternalError(fmt::format("{} does not fit (the column is declared too narrow)", number));
    }
  } else if constexpr (std::is_integral_v<To>) {
    throw InternalError(fmt::format("{} in a column of whole numbers", number));
  }
  return static_cast<To>(number);
}

template <class To, class From>
void encode_as(const std::vector<From>& numbers, std::vector<std::byte>& bytes) {
  bytes.resize(numbers.size() * sizeof(To));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const To number = narrowed<To>(numbers[i]);
    std::memcpy(bytes.data() + i * sizeof(To), &number, sizeof(To));
  }
}

}  // namespace

std::size_t size_of(Element element) {
  return with_type(element, [](auto zero) { return sizeof(zero); });
}

std::string_view name_of(Element element) {
  constexpr std::array names{"u8", "u16", "i32", "i64", "f32", "f64", "text"};
  return names.at(static_cast<std::size_t>(element));
}

std::vector<std::byte> encode(const Values& values, Element element) {
  std::vector<std::byte> bytes;
  with_type(element, [&](auto zero) {
    using To = decltype(zero);
    if (const auto* numbers = std::get_if<std::vector<double>>(&values)) return encode_as<To>(*numbers, bytes);
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&values)) return encode_as<To>(*whole, bytes);
    throw InternalError("text in a column of numbers");
  });
  return bytes;
}

std::size_t count(const std::vector<std::size_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

}  // namespace alongside::record
