#include "sim/process/tally_kernel.hpp"

#include <algorithm>

#include "sim/core/numeric.hpp"

namespace alongside::process {
namespace {

struct AddKernel {
  const TallySource* sources;
  std::size_t count;
  BlockView view;
  int begin, end;
  double* sums;

  /// Sum of 256 bytes, eight at a time: pairs of neighbours in 16 bits, which 64 of them cannot overflow.
  [[gnu::always_inline]] std::int64_t all_bytes(const std::uint8_t* v) const {
    std::uint64_t part[8] = {};
    for (int i = 0; i < 32; i += 8)
#pragma omp simd
      for (int j = 0; j < 8; ++j) {
        std::uint64_t eight;
        __builtin_memcpy(&eight, v + 8 * (i + j), 8);
        part[j] += (eight & 0x00ff00ff00ff00ffull) + ((eight >> 8) & 0x00ff00ff00ff00ffull);
      }
    std::uint64_t sum = 0;
    for (std::uint64_t p : part) sum += (p & 0x0000ffff0000ffffull) + ((p >> 16) & 0x0000ffff0000ffffull);
    return static_cast<std::int64_t>((sum & 0xffffffffull) + (sum >> 32));
  }

  template <class T>
  [[gnu::always_inline]] std::int64_t whole(const T* v, const TallySource& s) const {
    std::int32_t total = 0;
    const int level = static_cast<int>(s.level);
    if (s.count == declare::Count::sum) {
#pragma omp simd reduction(+ : total)
      for (int l = begin; l < end; ++l) total += v[l];
    } else if (s.count == declare::Count::nonzero) {
#pragma omp simd reduction(+ : total)
      for (int l = begin; l < end; ++l) total += v[l] != 0 ? 1 : 0;
    } else if (s.count == declare::Count::equal) {
#pragma omp simd reduction(+ : total)
      for (int l = begin; l < end; ++l) total += v[l] == level ? 1 : 0;
    } else {
#pragma omp simd reduction(+ : total)
      for (int l = begin; l < end; ++l) total += v[l] >= level ? 1 : 0;
    }
    return total;
  }

  /// Sixteen running sums by lane number modulo 16, whatever the range, then added in order.
  [[gnu::always_inline]] double real(const float* v) const {
    float part[16] = {};
    int l = begin;
    for (; l < end && (l & 15) != 0; ++l) part[l & 15] += v[l];
    for (; l + 16 <= end; l += 16) {
#pragma omp simd
      for (int j = 0; j < 16; ++j) part[j] += v[l + j];
    }
    for (; l < end; ++l) part[l & 15] += v[l];
    double sum = 0;
    for (float p : part) sum += static_cast<double>(p);
    return sum;
  }

  [[gnu::always_inline]] void lanes() const {
    for (std::size_t i = 0; i < count; ++i) {
      const TallySource& s = sources[i];
      const std::byte* at = view.area[static_cast<int>(s.storage)] + s.offset;
      const bool plain = s.count == declare::Count::sum && begin == 0 && end == process::lanes;
      if (s.type == TallySource::Type::bytes && plain) sums[i] = static_cast<double>(all_bytes(reinterpret_cast<const std::uint8_t*>(at)));
      else if (s.type == TallySource::Type::bytes) sums[i] = static_cast<double>(whole(reinterpret_cast<const std::uint8_t*>(at), s));
      else if (s.type == TallySource::Type::shorts) sums[i] = static_cast<double>(whole(reinterpret_cast<const std::uint16_t*>(at), s));
      else sums[i] = real(reinterpret_cast<const float*>(at));
    }
  }
};
SIM_KERNEL(AddKernel)

struct PrepareKernel {
  Preparation p;
  [[gnu::always_inline]] void lanes() const {
    const Preparation k = p;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const int in = k.week - static_cast<int>(k.enrolled[l]);
      k.on[l] = in >= 0 && in < k.horizon ? 1.0f : 0.0f;
      const int age = in + k.enrolled_age[l];
      k.age[l] = age < -40 ? -40 : age > 620 ? 620 : age;
      k.events[l] = 0;
      k.received[l] = 0;
    }
  }
};
SIM_KERNEL(PrepareKernel)

}  // namespace

std::vector<TallySource> tally_sources(const declare::Catalogue& catalogue, const world::Layout& layout) {
  std::vector<TallySource> sources;
  for (const Tally* tally : catalogue.tallies()) {
    if (tally->column == nullptr) continue;
    const declare::ColumnBase& column = *tally->column;
    // A tally's four-byte column is a float by contract (column.hpp).
    const auto type = column.bytes == 1 ? TallySource::Type::bytes : column.bytes == 2 ? TallySource::Type::shorts : TallySource::Type::floats;
    ALONGSIDE_EXPECTS(type != TallySource::Type::floats || tally->count == Count::sum);
    sources.push_back({type, tally->count, column.storage, layout.offset(column), static_cast<float>(tally->level), static_cast<std::uint32_t>(catalogue.index(*tally))});
  }
  return sources;
}

void add_up(core::KernelLevel level, const std::vector<TallySource>& sources, const BlockView& view, int begin, int end, double* sums) {
  run_kernel(level, AddKernel{sources.data(), sources.size(), view, begin, end, sums});
}

void count_bands(const std::uint8_t* scores, int begin, int end, std::int64_t* bands, std::int64_t stride) {
  // Four tables, so that equal neighbours do not wait for each other's store. Scores above 30 (255: no such person)
  // land in places that nobody reads.
  std::uint16_t table[4][256] = {};
  int l = begin;
  for (; l + 4 <= end; l += 4) {
    ++table[0][scores[l]];
    ++table[1][scores[l + 1]];
    ++table[2][scores[l + 2]];
    ++table[3][scores[l + 3]];
  }
  for (; l < end; ++l) ++table[0][scores[l]];
  for (int band = 0; band < 31; ++band) bands[band * stride] += table[0][band] + table[1][band] + table[2][band] + table[3][band];
}

void prepare(core::KernelLevel level, const Preparation& preparation) { run_kernel(level, PrepareKernel{preparation}); }

}  // namespace alongside::process
