# bench/cost.sh: what a session costs, from 1,000 held to 100,000: the curve. See memory.sh.
PART=cost
. "$(dirname "$0")/memory.sh"
