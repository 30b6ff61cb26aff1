#include "sim/run/spread.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <utility>

#include "sim/record/shard.hpp"

namespace alongside::run {
namespace {
namespace fs = std::filesystem;

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// What a process says of the shards that it has in hand.
class Claims {
 public:
  explicit Claims(std::string folder) : folder_(std::move(folder)), host_(host_name()) {}
  /// A stopped process leaves none behind.
  ~Claims() {
    for (const std::size_t shard : held_) ::unlink(path_of(shard).c_str());
  }
  Claims(const Claims&) = delete;
  Claims& operator=(const Claims&) = delete;

  /// Says that the shard is in hand; false when another process that may be alive has said so. What cannot be written is not
  /// said, which does no harm.
  bool take(std::size_t shard) {
    const std::string path = path_of(shard);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (file >= 0) {
        const std::string text = fmt::format("{} {}\n", host_, getpid());
        if (::write(file, text.data(), text.size()) < 0) ::unlink(path.c_str());
        ::close(file);
        const std::lock_guard lock(mutex_);
        held_.insert(shard);
        return true;
      }
      if (errno != EEXIST) return true;
      if (!is_stale(path)) return false;
      ::unlink(path.c_str());
    }
    return false;
  }

  /// Takes back what was said, if it was. Re-entrant.
  void drop(std::size_t shard) {
    const std::lock_guard lock(mutex_);
    if (held_.erase(shard) > 0) ::unlink(path_of(shard).c_str());
  }

 private:
  std::string path_of(std::size_t shard) const { return fs::path(record::shard_path(folder_, shard)).replace_extension(".claim"); }

  /// Only a process of this host can be known to be gone; its number may have passed to another program, which costs time only.
  bool is_stale(const std::string& path) const {
    std::ifstream file(path);
    std::string host;
    long long process = 0;
    if (!(file >> host >> process) || process <= 0) return false;
    if (host != host_) return false;
    return process == getpid() || (kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH);
  }

  std::string folder_, host_;
  std::mutex mutex_;
  std::set<std::size_t> held_;
};

class FolderSpread final : public Spread {
 public:
  FolderSpread(const Plan& plan, const std::string& folder, const Part& part, std::vector<bool> sound) : plan_(plan), folder_(folder), sound_(std::move(sound)), claims_(folder) {
    const std::size_t shards = plan.shards();
    const auto start = [&](std::size_t number) { return number * shards / part.of; };
    for (std::size_t s = start(part.number - 1); s < start(part.number); ++s) order_.push_back(s);
    for (std::size_t turn = 1; turn < part.of; ++turn) {
      const std::size_t other = (part.number - 1 + turn) % part.of;
      for (std::size_t s = start(other + 1); s > start(other); --s) order_.push_back(s - 1);
    }
  }

  std::optional<std::size_t> next() override {
    while (visited_ < 2 * order_.size()) {
      const bool again = visited_ >= order_.size();
      const std::size_t shard = order_[visited_++ % order_.size()];
      if (mine_.contains(shard) || is_there(shard)) continue;
      if (!claims_.take(shard) && !again) continue;
      mine_.insert(shard);
      replaces_ = fs::exists(record::shard_path(folder_, shard)) ? std::optional(shard) : std::nullopt;
      return shard;
    }
    return std::nullopt;
  }

  // In the first round nobody else should be at it; a damaged shard has to be made anew however many files there are.
  bool is_wanted(std::size_t shard) override { return visited_ <= order_.size() || replaces_ == shard || !fs::exists(record::shard_path(folder_, shard)); }

  void finished(std::size_t shard) override { claims_.drop(shard); }
  std::vector<std::size_t> made_elsewhere() override { return std::exchange(elsewhere_, {}); }

 private:
  bool is_there(std::size_t shard) {
    if (sound_[shard]) return true;
    const std::string path = record::shard_path(folder_, shard);
    if (!fs::exists(path) || record::find_fault(path, plan_.layout, shard)) return false;
    sound_[shard] = true;
    elsewhere_.push_back(shard);
    return true;
  }

  const Plan& plan_;
  std::string folder_;
  std::vector<bool> sound_;
  Claims claims_;
  std::set<std::size_t> mine_;  ///< handed out
  std::vector<std::size_t> order_, elsewhere_;
  std::size_t visited_ = 0;
  std::optional<std::size_t> replaces_;  ///< the shard handed out last, when a damaged one stands in its place
};

}  // namespace

std::unique_ptr<Spread> spread_by_folder(const Plan& plan, const std::string& folder, const Part& part, const std::vector<bool>& sound) {
  return std::make_unique<FolderSpread>(plan, folder, part, sound);
}

}  // namespace alongside::run
