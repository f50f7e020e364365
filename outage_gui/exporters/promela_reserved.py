"""Names a Promela model cannot use: Promela's own, C's (SPIN makes C of it), and those every model of ours has."""

PROMELA = """
active assert atomic bit bool break byte c_code c_decl c_expr c_state c_track chan D_proctype d_step do else empty
enabled eval false fi for full get_priority goto hidden if in init inline int len local ltl mtype nempty never nfull
notrace np_ od of pc_value pid printf printm priority proctype provided return run select set_priority short show skip
timeout trace true typedef unless unsigned xr xs STDIN always eventually until weakuntil release implies equivalent
stronguntil U V W X
"""
C = """
asm auto case char const continue default double enum extern float inline long register restrict signed sizeof static
struct switch union void volatile while linux unix i386 main now NULL EOF errno stdin stdout stderr uchar uint ulong
ushort State Trail trpt vsize boq II JJ P0 P1 P_o t_id tau
"""
OURS = """
look moves none fault at_rest can_move absolute uneven floor_div floor_mod deadlock out_of_range division_by_zero
queue_full queue_empty no_such_key empty_min_max none_compared kind
"""
HELD = " ".join(f"held_{number}" for number in range(64))
RESERVED = frozenset(f"{PROMELA} {C} {OURS} {HELD}".split())
