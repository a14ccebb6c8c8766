"""Reads what `writ export` printed with the packages of those who made the formats.

Usage: export.py FORMAT FILE; every line must be valid, and is told in a word.
"""

import json
import sys

import google.protobuf.json_format as pb_json
from cloudevents.core.formats.json import JSONFormat
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.predicates.vsa.v1 import vsa_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope


def statement(text):
    """A Statement as protobuf reads it: no member that it does not know, and all that it wants."""
    parsed = pb_json.Parse(text, statement_pb2.Statement())
    Statement.copy_from_pb(parsed).validate()
    return parsed


def predicate(members, message):
    return pb_json.ParseDict(members, message)


def vsa(line):
    parsed = statement(line)
    assert parsed.predicate_type == "https://slsa.dev/verification_summary/v1"
    members = pb_json.MessageToDict(parsed.predicate)
    # SLSA's text makes it a list; the package's 0.9.3 has one string there.
    levels = members.pop("verifiedLevels")
    assert all(isinstance(level, str) for level in levels), levels
    summary = predicate(members, vsa_pb2.VerificationSummary())
    assert summary.verifier.id and summary.resource_uri and summary.policy.uri
    assert summary.time_verified.seconds > 0
    assert summary.verification_result in ("PASSED", "FAILED")
    return summary.verification_result


def provenance(line):
    parsed = statement(line)
    assert parsed.predicate_type == "https://slsa.dev/provenance/v1"
    made = predicate(pb_json.MessageToDict(parsed.predicate), provenance_pb2.Provenance())
    definition, details = made.build_definition, made.run_details
    assert definition.build_type and definition.external_parameters
    assert all(d.digest for d in definition.resolved_dependencies)
    assert details.builder.id and details.metadata.invocation_id
    return "provenance"


def event(line):
    parsed = JSONFormat().read(None, line)
    assert parsed.get_specversion() == "1.0"
    assert parsed.get_data()["commit"] == parsed.get_id()
    return parsed.get_type()


def envelope(line):
    """Writes what is signed beside the file, so that ssh-keygen can be asked about it."""
    parsed = Envelope.from_dict(json.loads(line))
    with open(sys.argv[2] + ".signed", "wb") as signed:
        signed.write(parsed.pae())
    (signature,) = parsed.signatures.values()
    with open(sys.argv[2] + ".sig", "wb") as file:
        file.write(bytes.fromhex(signature.signature))
    return statement(parsed.payload).predicate_type


READERS = {
    "in-toto": lambda line: statement(line).predicate_type,
    "slsa-vsa": vsa,
    "slsa-provenance": provenance,
    "cloudevents": event,
    "envelope": envelope,
}

with open(sys.argv[2], encoding="utf-8") as lines:
    for line in lines:
        print(READERS[sys.argv[1]](line))
