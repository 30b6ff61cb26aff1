"""The family part of the week, vectorised in NumPy with a generator of its own, for comparison with the engine.

Reads what the benchmark wrote down in the week of enrolment (who is supported by whom is given), runs every week
from several seeds, and writes its rate and weekly means. Written to be fast: float32 in preallocated arrays, in
chunks that stay in the cache, rare events by index, everything that is fixed computed once.
"""
import json
import sys
import time

import numpy as np

F = np.float32
CHUNK = 8192
SEEDS = 20
TIMED = 5
PHONE, WANTED, WAITING, TREATING, TREATED = 2, 1, 2, 3, 4
LONE_PARENT, BIRTH = 4, 40
U25 = F(2.0 ** -25)
FIXED = {"community": "u2", "enrolled_age": "i1", "deprivation": "u1", "language": "u1", "traits": "u2",
         "symptom_base": "f4", "support_rest": "f4", "efficacy_rest": "f4", "demand": "f4", "stigma": "f4",
         "feeding_hazard": "f4", "partner_base": "f4", "away": "f4", "match": "f4", "quality": "f4", "since": "u2"}
STATE = {"delivery": "u1", "missed": "u1", "contacts": "u2", "alliance": "f4", "support_gain": "f4",
         "efficacy_gain": "f4", "recent": "f4", "attachment": "u1", "exposure": "u2", "symptom_state": "f4",
         "treatment": "f4", "feeding": "u1", "partner_state": "f4", "care": "u1", "care_weeks": "u1",
         "cost": "u4", "qaly": "f4"}
SERIES = ("score", "supported", "contacts_received", "alliance", "breastfeeding", "exclusive_breastfeeding",
          "partner_score", "cases", "in_treatment", "gp_contacts", "qaly")


class World:
    """What is given: fixed columns, the state at enrolment, coefficients."""

    def __init__(self, folder):
        self.info = json.load(open(folder + "/world.json"))
        self.n = self.info["families"]
        read = lambda name, kind: np.fromfile(f"{folder}/{name}", dtype="<" + kind)
        self.fixed = {name: read(name, kind) for name, kind in FIXED.items()}
        self.start = {name: read(name, kind) for name, kind in STATE.items()}
        self.friends_first = read("friends_first", "u4").astype(np.intp)
        self.friends = read("friends", "u4").astype(np.intp)
        p = self.info["parameters"]
        self.p = {name: F(value) for name, value in p.items()}
        usual = {"mode.home": 0, "mode.online": 0, "mode.group": 0, "offer.initiative": 0, "offer.includes_partner": 0,
                 "offer.linking": 0, "offer.focus": 0, "support.alliance_gate": 0, "support.severity_link": 0, "relief.match": 0, "feeding.efficacy_effect": 0, "feeding.setting": 1,
                 "population.supplement_norm": 0, "population.initiation_shift": 0,
                 "contact_phone.distance": 0, "schedule_clock": 0, "utility.causal_share": 1, "instrument.transform": 0,
                 "step_up.severe": 0, "mode.switching": 0, "symptoms.calendar_trend": 0, "symptoms.season": 0, "pathway.mediated": 1,
                 "pathway.direct": 1, "pathway.buffering": 1}
        wrong = [name for name, value in usual.items() if p[name] != value]
        if wrong or (self.start["feeding"] == 3).any() or max(self.info["schedule"]["planned"]) > 1:
            sys.exit(f"family_week.py does not know such worlds: {wrong}")
        self.prepare()

    def prepare(self):
        """Everything about families that no week changes."""
        p, f = self.p, self.fixed
        q = f["deprivation"].astype(F) - F(3)
        f["home"] = f["community"].astype(np.intp)
        f["begun"] = f["since"].astype(np.intp)
        f["age"] = f["enrolled_age"].astype(np.intp) + BIRTH
        stigma = p["contact_phone.stigma"] * (1 - p["offer.safety"])
        language = p["contact.language_gap"] * (1 - p["offer.co_design"])
        f["eta"] = (p["contact_phone.availability"] + p["contact.flexibility_effect"] * (p["contact.flexibility"] - F(0.5))
                    + p["contact.match"] * (f["match"] - F(0.5)) - stigma * f["stigma"]
                    - language * (f["language"] != 0) * (1 - f["match"]) - p["contact.deprivation"] * q).astype(F)
        f["leave"] = (p["leaving.base"] + p["leaving.remote"] - p["leaving.match"] * (f["match"] - F(0.5))
                      + p["leaving.alliance"] * F(0.3) + p["leaving.deprivation"] * q).astype(F)
        f["good"] = (f["quality"] * p["contact_phone.quality"]).astype(F)
        f["grow"] = np.minimum(p["alliance.growth"] * f["good"], 1).astype(F)
        f["keep"] = (1 - p["alliance.decay"] * (1 - p["alliance.match_slows_decay"] * f["match"])).astype(F)
        f["room_s"] = (1 - f["support_rest"]).astype(F)
        f["room_e"] = (1 - f["efficacy_rest"]).astype(F)
        f["strike"] = (p["stress.chance"] + p["stress.deprivation"] * q).astype(F)
        f["coupled"] = ((f["traits"] & LONE_PARENT) == 0).astype(F)
        f["hazard"] = (f["feeding_hazard"] * np.exp(-p["population.feeding_norm"])).astype(F)
        share = p["feeding.wellbeing_share"]  # the programme is for wellbeing
        f["help"] = (share * p["feeding.contact_effect"] * f["quality"]).astype(F)
        self.feeding_alliance, self.feeding_norm = share * p["feeding.alliance_effect"], share * p["feeding.norm_effect"]
        degree = np.diff(self.friends_first)
        f["friends_share"] = np.where(degree > 0, p["spillover.network"] / (16 * np.maximum(degree, 1)), 0).astype(F)
        self.degree = degree


class Chunk:
    """Views of one run's arrays for some thousands of families."""

    def __init__(self, world, state, first, last):
        self.first = first
        for name, values in list(world.fixed.items()) + list(state.items()):
            setattr(self, name, values[first:last])
        self.everybody = last - first


class Run:
    """One run of all weeks."""

    def __init__(self, world):
        self.w = world
        self.state = {name: values.copy() for name, values in world.start.items()}
        # Bytes that take part in arithmetic are kept in wider types.
        self.state["missed"] = self.state["missed"].astype(F)
        self.state["contacts"] = self.state["contacts"].astype(F)
        self.state["exposure"] = self.state["exposure"].astype(F)
        self.state["pence"] = self.state["cost"].astype(np.int64)
        self.state["base"] = world.fixed["symptom_base"].copy()
        n = world.n
        self.state["changed"] = np.zeros(n, bool)
        self.state["score"] = np.zeros(n, np.uint8)
        self.chunks = [Chunk(world, self.state, a, min(a + CHUNK, n)) for a in range(0, n, CHUNK)]
        self.scratch = [np.empty(CHUNK, F) for _ in range(10)]
        self.masks = [np.empty(CHUNK, bool) for _ in range(6)]
        info = world.info
        self.period = np.array(info["period"], F)
        self.treated = np.zeros(info["communities"], np.int64)
        self.norm = np.zeros(info["communities"], F)
        self.members = np.maximum(np.bincount(world.fixed["home"], minlength=info["communities"]), 1)
        self.waiting = {}
        self.weekly = np.zeros((len(SERIES), info["weeks"]))

    def go(self, rng):
        w, p, info = self.w, self.w.p, self.w.info
        share = np.zeros(info["communities"], F)
        self.spread_period()
        period_sd = np.sqrt(p["community.icc"] * (p["symptoms.trait_variance"] + p["symptoms.state_variance"]
                                                  + p["symptoms.error_variance"]) * (1 - p["community.cac"]))
        every = int(p["community.period_weeks"])
        for t in range(info["weeks"]):
            week = info["first_week"] + t
            self.norm += p["spillover.norm_speed"] * (share - self.norm)
            np.divide(self.treated, self.members, out=share, casting="unsafe")
            if week % every == 0 and period_sd > 0:
                self.period = rng.standard_normal(len(self.period), dtype=F) * F(period_sd)
                self.spread_period()
            self.begin_treatment(week)
            found = []
            for c in self.chunks:
                self.chunk_week(rng, c, t, week, share, found)
            if found:
                found = np.concatenate(found)
                self.state["care"][found] = WAITING
                self.waiting[week + int(np.ceil(p["step_up.wait"]))] = found
            self.pass_on()
        self.weekly /= w.n

    def spread_period(self):
        np.add(self.w.fixed["symptom_base"], self.period[self.w.fixed["home"]], out=self.state["base"])

    def begin_treatment(self, week):
        ready = self.waiting.pop(week, None)
        if ready is not None:
            self.state["care"][ready] = TREATING
            self.state["care_weeks"][ready] = int(self.w.p["treatment.weeks"])

    def pass_on(self):
        """Tells friends about changed attachments, in sixteenths."""
        w, s = self.w, self.state
        who = np.flatnonzero(s["changed"])
        if who.size == 0:
            return
        now = (s["alliance"][who] * F(16)).astype(np.uint8)
        step = now.astype(F) - s["attachment"][who]
        s["attachment"][who] = now
        if who.size > w.n // 4:
            everybody = np.zeros(w.n, F)
            everybody[who] = step
            told = np.append(everybody[w.friends], F(0))
            told = np.add.reduceat(told, w.friends_first[:-1])
            told[w.degree == 0] = 0
            s["exposure"] += told
            return
        counts = w.degree[who]
        ends = np.cumsum(counts)
        at = np.arange(ends[-1]) + np.repeat(w.friends_first[who] - (ends - counts), counts)
        s["exposure"] += np.bincount(w.friends[at], np.repeat(step, counts), w.n)

    def chunk_week(self, rng, c, t, week, share, found):
        p, m = self.w.p, c.everybody
        a, b, d, e, g, u = (x[:m] for x in self.scratch[:6])
        got, harmed, mask, other = (x[:m] for x in self.masks[:4])
        add = self.weekly[:, t]
        supported = np.count_nonzero(c.delivery)
        contact = False
        if supported:
            contact = self.contacts(rng, c, week, got, harmed, a, b, u, mask, other)
            if contact:
                add[2] += np.count_nonzero(got)
        self.partner(rng, c, a, b, add)
        self.alliance(c, contact, got, harmed, a, b, d, e, g, mask)
        np.take(share, c.home, out=g)
        self.spill(c, g, a, b, u)  # leaves the pressure in u
        level, exact = self.symptoms(rng, c, t, contact, got, harmed, a, b, d, e, u, add)
        self.feeding_week(rng, c, t, a, b, d, u, mask, other, add)
        self.step_up(rng, c, level, contact, got, u, mask, found, add)
        if supported:
            self.leaving(rng, c, week, level, a, b, d, u, mask, other)
        add[1] += np.count_nonzero(c.delivery)
        self.services(rng, c, t, level, g, a, b, u, mask, add)
        np.multiply(exact, -p["utility.slope"] / F(52.1775), out=a)
        a += p["utility.intercept"] / F(52.1775)
        c.qaly += a
        add[10] += a.sum()

    def contacts(self, rng, c, week, got, harmed, a, b, u, mask, other):
        """Returns whether any contact was planned; leaves who got one, and whom it harmed."""
        w, p = self.w, self.w.p
        held = week - c.begun
        index = np.minimum(held, len(w.planned) - 1)
        planned = w.planned[index]
        np.equal(c.delivery, PHONE, out=mask)
        mask &= planned
        if not mask.any():
            return False
        np.add(c.symptom_base, c.symptom_state, out=a)
        a -= F(2.2)
        np.clip(a, F(-1.5), F(1.5), out=a)
        a *= p["contact.demand_need"]
        np.exp(a, out=a)
        a *= c.demand
        a *= w.wish[np.minimum(held, len(w.wish) - 1)]
        a /= w.rate[index]
        np.minimum(a, F(1), out=a)
        np.multiply(c.alliance, -p["contact.alliance"], out=b)
        b -= c.eta
        np.multiply(c.missed, w.per_missed, out=u)
        b += u
        np.exp(b, out=b)
        b += F(1)
        a /= b
        rng.random(out=u, dtype=F)
        np.less(u, a, out=got)
        got &= mask
        a *= F(w.info["harm"])
        np.less(u, a, out=harmed)  # given that it is received, u / chance is uniform again
        harmed &= mask
        np.logical_not(got, out=other)
        other &= mask
        c.missed += other
        np.logical_not(got, out=other)
        c.missed *= other
        np.minimum(c.missed, F(4), out=c.missed)
        np.equal(c.contacts, F(0), out=other)
        other &= got
        who = np.flatnonzero(other)
        if who.size:
            self.treated += np.bincount(c.home[who], minlength=len(self.treated))
        c.contacts += got
        c.pence += got * w.info["pence"]
        return True

    def partner(self, rng, c, a, b, add):
        w, p = self.w, self.w.p
        rng.standard_normal(out=a, dtype=F)
        a *= w.partner_noise
        c.partner_state *= p["symptoms.persistence"]
        c.partner_state += a
        np.multiply(c.symptom_state, p["partner.coupling"], out=a)
        c.partner_state += a
        np.add(c.partner_base, c.partner_state, out=a)
        np.clip(a, F(0), w.ceiling, out=a)
        a *= a
        add[6] += np.dot(a, c.coupled)

    def alliance(self, c, contact, got, harmed, a, b, d, e, g, mask):
        w, p = self.w, self.w.p
        c.recent *= p["contact.memory"]
        s, x = c.support_gain, c.efficacy_gain
        s *= F(1) - p["support.return"]
        x *= F(1) - p["efficacy.return"]
        if contact:
            hurt = np.flatnonzero(harmed)
            before = c.alliance[hurt]
            np.subtract(F(1), c.alliance, out=a)
            a *= c.grow
            a += c.alliance
        c.alliance *= c.keep
        if contact:
            np.copyto(c.alliance, a, where=got)
            c.alliance[hurt] = before * (F(1) - p["alliance.rupture"])
            c.recent += got
            np.multiply(c.contacts, p["contact.habituation"], out=a)
            a += F(1)
            np.divide(c.good, a, out=a)
            a *= got
            a[hurt] = 0
            for gain, rest, room, per in ((s, c.support_rest, c.room_s, w.gain_s), (x, c.efficacy_rest, c.room_e, w.gain_e)):
                lost = w.hurt * np.maximum(rest[hurt] + gain[hurt], F(0))
                np.subtract(room, gain, out=b)
                np.maximum(b, F(0), out=b)
                np.multiply(a, F(2) * per, out=d)
                np.minimum(d, F(1), out=d)
                b *= d
                gain += b
                gain[hurt] -= lost
        np.multiply(c.alliance, F(16), out=a)
        seen = a.astype(np.uint8)
        seen *= c.contacts > 0
        np.not_equal(seen, c.attachment, out=c.changed)

    def spill(self, c, share, a, b, pressure):
        w, p = self.w, self.w.p
        np.multiply(c.exposure, c.friends_share, out=pressure)
        np.multiply(share, p["spillover.staff"], out=a)
        pressure += a
        for gain, room, per in ((c.support_gain, c.room_s, w.spill_s), (c.efficacy_gain, c.room_e, w.spill_e)):
            np.subtract(room, gain, out=a)
            np.maximum(a, F(0), out=a)
            np.multiply(pressure, F(2) * per, out=b)
            np.minimum(b, F(1), out=b)
            a *= b
            gain += a

    def symptoms(self, rng, c, t, contact, got, harmed, a, b, d, e, pressure, add):
        w, p = self.w, self.w.p
        level, exact = a, b
        rest = d
        np.add(c.base, w.course[c.age + t], out=rest)
        np.multiply(c.support_gain, p["symptoms.support_effect"], out=a)
        rest -= a
        np.multiply(c.efficacy_gain, p["symptoms.efficacy_effect"], out=a)
        rest -= a
        rest -= c.treatment
        x = c.symptom_state
        pressure *= F(0.25)
        if contact:
            np.multiply(c.alliance, c.good, out=a)
            a *= got
            a[harmed] = 0
            pressure += a
        np.add(rest, x, out=a)
        a -= p["relief.reference"]
        np.maximum(a, F(0), out=a)
        a *= w.proportional
        a += w.direct
        a *= pressure
        x *= p["symptoms.persistence"]
        x -= a
        x -= w.centre
        if contact:
            x[harmed] += p["relief.harm"] * p["contact.harm_size"]
        rng.standard_normal(out=a, dtype=F)
        a *= w.noise
        x += a
        rng.random(out=a, dtype=F)
        hit = np.flatnonzero(a < c.strike)
        x[hit] -= p["stress.size"] * np.log((a[hit] + U25) / c.strike[hit]) * (F(1) - p["stress.buffer"] * c.alliance[hit])
        np.add(rest, x, out=level)
        np.clip(level, F(0), w.ceiling, out=level)
        np.multiply(level, level, out=exact)
        add[0] += exact.sum()
        add[3] += c.alliance.sum()
        np.add(exact, F(0.5), out=e)
        c.score[:] = e
        add[7] += np.count_nonzero(c.score >= w.case_at)
        level_kept, exact_kept = self.scratch[6][: c.everybody], self.scratch[7][: c.everybody]
        level_kept[:] = level
        exact_kept[:] = exact
        return level_kept, exact_kept

    def feeding_week(self, rng, c, t, a, b, d, u, mask, other, add):
        w, p = self.w, self.w.p
        np.minimum(c.recent, F(3), out=a)
        a *= c.help
        np.multiply(c.alliance, w.feeding_alliance, out=b)
        a += b
        np.take(self.norm, c.home, out=b)
        b *= w.feeding_norm
        a += b
        np.negative(a, out=a)
        np.exp(a, out=a)
        a *= c.hazard
        np.multiply(a, w.stop[c.age + t], out=b)
        np.multiply(a, w.both[c.age + t], out=a)
        rng.random(out=u, dtype=F)
        np.subtract(F(1), u, out=u)  # the chance of going on is compared with 1 - u
        for hazard, to in ((a, 1), (b, 0)):
            np.negative(hazard, out=hazard)
            np.exp(hazard, out=hazard)
            np.greater(u, hazard, out=mask)
            np.greater(c.feeding, to, out=other)
            mask &= other
            np.copyto(c.feeding, np.uint8(to), where=mask)
        add[4] += np.count_nonzero(c.feeding)
        add[5] += np.count_nonzero(c.feeding == 2)

    def step_up(self, rng, c, level, contact, got, u, mask, found, add):
        w, p = self.w, self.w.p
        c.treatment *= w.kept
        treating = np.flatnonzero(c.care == TREATING)
        if treating.size:
            before = c.treatment[treating] / w.kept
            c.treatment[treating] = before + (p["treatment.effect"] - before) / p["treatment.ramp"]
            c.care_weeks[treating] -= 1
        add[8] += treating.size
        rng.random(out=u, dtype=F)
        # Only those whose number lies under the largest possible chance can be found.
        who = np.flatnonzero(u < F(2) * p["step_up.usual_care"] + (w.supporter_finds if contact else F(0)))
        care = c.care[who]
        who = who[(care == 0) | (care == TREATED)]
        grave = c.score[who] >= w.severe_at
        chance = p["step_up.usual_care"] / (F(1) + np.exp(F(-6) * (level[who] - p["step_up.usual_care_level"])))
        chance *= F(1) - p["services.substitution"] * np.minimum(c.recent[who], F(1))
        chance *= np.where(grave, F(2), F(1))
        if contact:
            chance += np.where(grave & got[who], w.supporter_finds, F(0))
        who = who[u[who] < chance]
        if treating.size:
            c.care[treating[c.care_weeks[treating] == 0]] = TREATED
        if who.size:
            c.care[who] = WANTED
            found.append(who + c.first)

    def leaving(self, rng, c, week, level, a, b, d, u, mask, other):
        w, p = self.w, self.w.p
        held = week - c.begun
        index = np.minimum(held, len(w.rate) - 1)
        np.multiply(c.alliance, -p["leaving.alliance"], out=a)
        a += c.leave
        np.multiply(c.missed, p["leaving.missed"], out=b)
        a += b
        a += w.by_week_held[index]
        np.less(level, p["symptoms.mean_level"], out=mask)
        np.multiply(mask, p["leaving.recovered"], out=b)
        a += b
        np.negative(a, out=a)
        np.exp(a, out=a)
        a += F(1)
        np.divide(F(1), a, out=a)
        np.take(w.agree, mask.view(np.uint8), out=b)
        b *= held >= int(p["leaving.core"])
        a += b
        rng.random(out=u, dtype=F)
        np.less(u, a, out=mask)
        np.greater_equal(index + 1, w.info["schedule"]["last"], out=other)
        mask |= other
        np.copyto(c.delivery, np.uint8(0), where=mask)

    def services(self, rng, c, t, level, share, a, b, u, mask, add):
        w, p = self.w, self.w.p
        price = w.price
        use = a
        np.multiply(level, p["services.symptom_slope"], out=use)
        use += -p["services.symptom_slope"] * p["symptoms.mean_level"]
        np.exp(use, out=use)
        age = c.age + (t - BIRTH)
        young = np.where((age >= 0) & (age < 52), F(1), F(0.25))

        def small_poisson(who, mean):
            """Counts of 0, 1 or 2 for those whose number lies under the mean: all others have none."""
            none = np.exp(-mean)
            v = u[who]
            return (v < F(1) - none).astype(np.int64) + (v < F(1) - none * (F(1) + mean))

        rng.random(out=u, dtype=F)
        np.multiply(use, p["services.gp"], out=b)
        who = np.flatnonzero(u < b)
        n = small_poisson(who, b[who])
        c.pence[who] += n * price["gp"]
        add[9] += n.sum()
        rng.random(out=u, dtype=F)
        np.multiply(use, young, out=b)
        b *= p["services.health_visitor"] * (F(1) + p["services.compensation"])
        who = np.flatnonzero(u < b)
        mean = b[who] / (F(1) + p["services.compensation"]) * (F(1) - p["services.substitution"] * np.minimum(c.recent[who], F(1)))
        mean *= F(1) + p["services.compensation"] * share[who] * (c.contacts[who] == 0)
        c.pence[who] += small_poisson(who, mean) * price["health_visitor"]
        rng.random(out=u, dtype=F)
        np.multiply(use, p["services.community_mental_health"], out=b)
        who = np.flatnonzero(u < b)
        c.pence[who] += price["community_mental_health"]
        np.multiply(use, -p["services.acute"], out=b)
        b += F(1)
        who = np.flatnonzero(u >= b)
        c.pence[who] += price["emergency"]
        rng.random(out=u, dtype=F)
        np.take(w.milk, c.feeding, out=b)
        b *= np.where(age < 52, F(1), F(0.33))
        who = np.flatnonzero(u < b)
        c.pence[who] += small_poisson(who, b[who]) * price["infant"]


def tables(w):
    """Coefficients and tables that do not depend on the family."""
    p, info = w.p, w.info
    w.planned = np.array(info["schedule"]["planned"]) > 0
    w.rate = np.maximum(np.array(info["schedule"]["rate"], F), F(0.01))
    w.wish = (p["contact.demand_start"] * np.exp(-np.arange(256) / p["contact.demand_decay"]) + p["contact.demand_floor"]).astype(F)
    w.per_missed = p["contact.missed"] * (F(1.25) - F(0.5) * p["contact.flexibility"])
    w.ceiling = F(np.sqrt(p["instrument.maximum"]))
    w.partner_noise = F(np.sqrt(p["symptoms.state_variance"] * (1 - p["symptoms.persistence"] ** 2)))
    w.noise = F(info["noise"])
    w.course = np.array(info["course"], F)
    w.stop = np.array(info["stop"], F)
    w.both = w.stop + np.array(info["supplement"], F)
    w.gain_s, w.gain_e = p["support.gain"] * p["symptoms.setting"], p["efficacy.gain"] * p["symptoms.setting"]
    w.hurt = min(p["support.harm_loss"] * p["contact.harm_size"], F(1))
    w.spill_s, w.spill_e = p["support.gain"] * F(0.75), p["efficacy.gain"] * F(0.75)
    w.direct, w.proportional = p["relief.direct"] * p["symptoms.setting"], p["relief.proportional"] * p["symptoms.setting"]
    w.centre = p["stress.chance"] * p["stress.size"]
    w.case_at, w.severe_at = np.uint8(p["instrument.case_threshold"]), np.uint8(p["instrument.severe_threshold"])
    hours = p["supervision.hours"]
    w.supporter_finds = min(p["step_up.supporter"] * min(F(2) * hours / (F(1) + hours), F(1.5)), F(1))
    w.kept = F(np.exp(-np.log(2) / p["treatment.half_life"]))
    rate = np.array(info["schedule"]["rate"], F)
    w.by_week_held = (p["leaving.burden"] * rate + p["leaving.first_weeks"] * (np.arange(len(rate)) < 3)).astype(F)
    w.agree = (1 / (1 + np.exp(-(p["leaving.agreed"] + p["leaving.recovered"] * np.arange(2))))).astype(F)
    w.price = {"gp": int(p["price.gp_contact"] + 0.5), "health_visitor": int(p["price.health_visitor_contact"] + 0.5),
               "community_mental_health": int(p["price.community_mental_health_contact"] + 0.5),
               "emergency": int(p["price.emergency_attendance"] + 0.5), "infant": int(p["price.infant_gp_contact"] + 0.5)}
    excess = p["services.infant_formula"] - F(1)
    w.milk = (p["services.infant_gp"] * np.array([1 + excess, 1 + excess / 2, 1], F)).astype(F)


def main(folder):
    world = World(folder)
    tables(world)
    weeks = world.n * world.info["weeks"]
    runs, rates = [], []
    for seed in range(SEEDS):
        run = Run(world)
        rng = np.random.Generator(np.random.PCG64(seed))
        start = time.process_time()
        run.go(rng)
        if 0 < seed <= TIMED:
            rates.append(weeks / (time.process_time() - start))
        runs.append(run.weekly)
    mean, variance = np.mean(runs, axis=0), np.var(runs, axis=0, ddof=1)
    out = {"rate": float(np.median(rates)), "seeds": SEEDS,
           "weekly": {name: {"mean": mean[i].tolist(), "variance": variance[i].tolist()} for i, name in enumerate(SERIES)}}
    with open(folder + "/means.json", "w") as file:
        json.dump(out, file)


if __name__ == "__main__":
    main(sys.argv[1])
