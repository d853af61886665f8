"""Measures OpenFisca on laws and records that a file names, and prints what it counted and how fast."""

import json
import sys
import time

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-07"


def system_of(rules, facts):
    person = build_entity(key="person", plural="persons", label="Person", is_person=True)
    system = TaxBenefitSystem([person])

    def add(name, value_type, formula=None):
        told = {"value_type": value_type, "entity": person, "definition_period": DateUnit.MONTH, "label": name}
        if formula is not None:
            told["formula"] = formula
        system.add_variable(type(name, (Variable,), told))

    for name, kind in facts.items():
        add(name, kind)
    for name, text in rules.items():
        scope = {"numpy": numpy}
        exec(f"def formula(person, period, parameters):\n    return {text}", scope)
        add(name, bool, scope["formula"])
    return system


def read_records(path, flags):
    width = flags + 9
    raw = numpy.fromfile(path, dtype=numpy.uint8).reshape(-1, width) - 48
    number = lambda start, end: sum(raw[:, at].astype(numpy.int32) * 10 ** (end - 1 - at) for at in range(start, end))
    columns = {f"f_{at}": raw[:, at].astype(bool) for at in range(flags)}
    columns["age"] = number(flags, flags + 3)
    columns["born"] = numpy.datetime64("1900-01-01") + number(flags + 3, flags + 8)
    return columns


def measure(systems, columns, size, rounds):
    best, best_cpu = 0, 0
    inputs = {name: numpy.ascontiguousarray(column[:size]) for name, column in columns.items()}
    for _ in range(rounds):
        counts, seconds, worked, evaluations = [], 0, 0, 0
        for system, rules in systems:
            simulation = SimulationBuilder().build_default_simulation(system, size)
            for name, column in inputs.items():
                simulation.set_input(name, PERIOD, column)
            started, working = time.perf_counter(), time.process_time()
            counts.append([int(numpy.count_nonzero(simulation.calculate(rule, PERIOD))) for rule in rules])
            seconds += time.perf_counter() - started
            worked += time.process_time() - working
            evaluations += size * len(rules)
        best, best_cpu = max(best, evaluations / seconds), max(best_cpu, evaluations / worked)
    return {"size": size, "perSecond": round(best), "perCpuSecond": round(best_cpu), "counts": counts}


def main():
    from datetime import date

    asked = json.load(open(sys.argv[1]))
    facts = {f"f_{at}": bool for at in range(asked["flags"])} | {"age": int, "born": date}
    columns = read_records(asked["records"], asked["flags"])
    systems = [(system_of(rules, facts), list(rules)) for rules in asked["laws"]]
    print(json.dumps([measure(systems, columns, size, asked["rounds"]) for size in asked["sizes"]]))


main()
