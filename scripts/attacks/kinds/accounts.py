# SPDX-License-Identifier: Apache-2.0

"""Requests that leave something behind: unfinished imports, and subscribers' names."""

import json
import socket
import time

import client
import users
from attack import Row, at_most, attack, holds, number
from place import gtin

PARTS, PART = 380, 500  # 190,000 items
REMAINS = 8  # MiB
NAME = "wms"


@attack
def imports(run):
    """An import that its client abandons leaves nothing behind."""
    rounds = 10 if run.full else 2
    with run.place.daemon() as daemon:
        before, after = daemon.rss(), []
        daemon.forget_peak()
        for number_ in range(rounds):
            said = users.do(users.DAEMON, _abandon, daemon.path, f"batch-{number_}", patience=120)
            _settle(daemon)
            after.append(daemon.rss())
        peak = daemon.peak()
        yield Row(f"an import left after 190,000 items, {rounds} times",
                  f"RSS {number(before)} → at most {number(peak)} → {number(after[0])} MiB after "
                  f"the first, {number(after[-1])} after the last",
                  f"answers: {said}",
                  [at_most("RSS", peak, 64, "MiB"),
                   at_most("RSS after the first", after[0] - before, REMAINS, "MiB more"),
                   at_most("RSS after the last", after[-1] - before, REMAINS, "MiB more"),
                   at_most("SIGTERM to exit", daemon.stop(), 1, "s")])


def _settle(daemon):
    time.sleep(0.5)
    client.status(daemon.path)


def _abandon(say, _, path, batch):
    """A job: sends all parts but the last; says the last answer."""
    with client.Client(path, 30) as asking:
        answer = {}
        # Items of the same GTINs cost the daemon as much as others until the last part has come.
        items = json.dumps([{"gtin": gtin(number), "name": "n" * 40, "policy": "lot"}
                            for number in range(PART)])
        for part in range(PARTS):
            answer = asking.ask(f'{{"setItems":{{"batch":"{batch}","part":{part},"more":true,'
                                f'"items":{items}}}}}'.encode(), 30)
            if "error" in answer:
                break
        say(answer.get("error", {}).get("code", "taken") + f" at part {part + 1}")


@attack(full=True)
def many_batches(run):
    """Imports begun by several connections together have a limit, too."""
    with run.place.daemon() as daemon:
        daemon.forget_peak()
        jobs = [users.Job(user, _abandon, daemon.path, f"batch-{at}")
                for at, user in enumerate([users.ROOT, users.DAEMON] * 2)]
        said = []
        for job in jobs:
            try:
                said.append(job.told(120))
            except users.JobFailed as error:
                said.append(str(error))
            job.end()
        yield Row("four imports of 190,000 items at a time", f"RSS {number(daemon.peak())} MiB",
                  ", ".join(said), [at_most("RSS", daemon.peak(), 64, "MiB"),
                                    holds("the daemon lives", daemon.is_alive())])


@attack
def reserved_name(run):
    """A subscriber's name that is reserved for a user is refused to everybody else."""
    try:
        daemon = run.place.daemon(configuration=f"SubscriberUser={NAME}:{users.VICTIM.uid}\n")
    except Exception as error:
        yield Row("a reserved subscriber's name", "", f"cannot be reserved: {error}"[:150],
                  [holds("a name can be reserved", False)])
        return
    with daemon:
        follow = [{"follow": {"subscriber": NAME}}]
        [first] = users.do(users.ATTACKERS[0], client.say_answers, daemon.path, follow)
        [second] = users.do(users.VICTIM, client.say_answers, daemon.path, follow)
        code = first.get("error", {}).get("code", "following")
        yield Row("a reserved subscriber's name", "", f"attacker: {code}; its user: "
                  + second.get("error", {}).get("code", "following"),
                  [holds("the attacker is refused", "error" in first, code),
                   holds("its user follows", "following" in second, second)])


@attack
def descriptors(run):
    """Descriptors that a client passes (SCM_RIGHTS) do not stay open in the daemon."""
    with run.place.daemon() as daemon:
        before = daemon.descriptors()
        job = users.Job(users.ATTACKERS[0], _pass_descriptors, daemon.path, 40, 200)
        try:
            passed = job.told(30)
            most = daemon.descriptors()
            answer = users.do(users.VICTIM, client.say_status, daemon.path)
        finally:
            job.end()
        yield Row(f"{passed:,} descriptors passed on 40 connections",
                  f"{most - before} descriptors more", "status after "
                  + number(answer.get("milliseconds", 10_000)) + " ms",
                  [at_most("descriptors", most - before, 48, "more"),
                   holds("the daemon lives", daemon.is_alive())])


def _pass_descriptors(say, leave, path, count, each):
    """A job: passes descriptors with a request, and with a line that does not end."""
    passed, held = 0, []
    with open("/dev/null", "rb") as file:
        for _ in range(count):
            asking = client.Client(path, 10)
            held.append(asking)
            for text in (b'{"status":{}}\n', b'{"sta'):
                socket.send_fds(asking.socket, [text], [file.fileno()] * each)
                passed += each
            asking.line(10)
    say(passed)
    leave.wait(10)


@attack
def names(run):
    """A user has a limited number of names, whose limit does not touch another user's."""
    with run.place.daemon() as daemon:
        requests = [{"acknowledge": {"subscriber": f"x{number}", "cursor": 1}}
                    for number in range(3)]
        made = users.do(users.ATTACKERS[1], _make_names, daemon.path, 200, patience=120)
        [own] = users.do(users.VICTIM, client.say_answers, daemon.path,
                         [{"follow": {"subscriber": f"victim-{run.number()}"}}])
        users.do(users.ATTACKERS[1], client.say_answers, daemon.path, requests)
        yield Row("200 subscribers' names of one user", f"{made} made",
                  "another user's name: " + own.get("error", {}).get("code", "made"),
                  [at_most("names", made, 64, "names"), holds("another's is made",
                                                              "following" in own, own)])


def _make_names(say, _, path, count):
    """A job: says how many new names it got."""
    made = 0
    for number_ in range(count):
        [answer] = _answers(path, {"follow": {"subscriber": f"squat-{number_}"}})
        made += "following" in answer
    say(made)


def _answers(path, *requests):
    with client.Client(path, 20) as asking:
        return [asking.ask(request, 20) for request in requests]
