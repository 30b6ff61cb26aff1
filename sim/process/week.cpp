// The model's week, in order. This list is the schedule: a process is one file and one line here.
//
// Every week runs in three passes over the list: `before` (serial: arrivals, people, hours, places), then all blocks
// of 256 families, each through every process's `block` in one go, then `after` (serial: what happened is passed on
// and paid for). A family reads of others only what they were like last week.

#include "sim/process/process.hpp"

namespace alongside::process {

extern const Process arrival, supporters, matching, contact_home, contact_phone, contact_online, contact_group, alliance_process, spillover,
    partner_process, symptoms, feeding_process, step_up, leaving, services, costs, observation;

std::span<const Process* const> week() {
  static const Process* const list[] = {
      &arrival,            // families come and are offered support
      &supporters,         // people who support: training, strain, leaving; their logs
      &matching,           // who waits, who is matched, whose hours run out
      &contact_home,       // contacts: planned, offered, received
      &contact_phone,
      &contact_online,
      &contact_group,
      &alliance_process,   // alliance, social support, self-efficacy
      &spillover,          // friends and staff
      &partner_process,    // reads the supported parent's state of last week, so it stands before symptoms
      &symptoms,
      &feeding_process,
      &step_up,            // detection, treatment places
      &leaving,            // completed, left, referred on
      &services,
      &costs,              // the ledger of the programme
      &observation,        // QALYs, follow-ups
  };
  return list;
}

}  // namespace alongside::process
