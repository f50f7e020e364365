"""Names a TLA+ module of ours cannot use: TLA+'s own, those of the standard modules, and those every module has."""

TLA = """
ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED
EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF
PROPOSITION PROVE PROVED QED RECURSIVE SF_ STATE STRING SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION
USE VARIABLE VARIABLES WF_ WITH WITNESS
"""
MODULES = """
Naturals Integers Reals Sequences FiniteSets Bags TLC TLCExt Randomization Json Toolbox RealTime Nat Int Real Infinity
Seq Len Append Head Tail SubSeq SelectSeq Cardinality IsFiniteSet
"""
OURS = """
Init Next Spec Moves Fairness Faults FaultKinds CanMove AtRest vars still none self kind deadlock Min Max Abs FloorDiv
FloorMod out_of_range division_by_zero queue_full queue_empty no_such_key empty_min_max none_compared
a b S n f y x x1 x2 x3 x4 x5 x6 x7 x8
"""
RESERVED = frozenset(f"{TLA} {MODULES} {OURS}".split())
