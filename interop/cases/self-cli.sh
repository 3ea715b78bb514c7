# The command prol2tp against a live pair: every "show", text and JSON; exit statuses; completion; a daemon that does not answer.
. "$(dirname "$0")/../lib.sh"
need jq zsh
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns '' "$(lns_config chap)"
prol2tpd lac lac '' "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac
wait_for 5 "the LNS's session is up" session_is_up lns

status_is() { # status_is STATUS SIDE ARGUMENT...: runs it; output to $out/last, complaints to $out/complaints
    local want=$1 side=$2 got
    shift 2
    echo "+ prol2tp $side $*"
    prol2tp "$side" "$@" >"$out/last" 2>"$out/complaints"
    got=$?
    cat "$out/last" "$out/complaints"
    [ $got = "$want" ] || fail "prol2tp $* at the $side: status $got, expected $want: $(head -1 "$out/complaints")"
    [ "$want" != 0 ] || [ ! -s "$out/complaints" ] || fail "prol2tp $*: complains: $(head -1 "$out/complaints")"
    [ "$want" = 0 ] || [ -s "$out/complaints" ] || fail "prol2tp $*: fails without a word"
}
says() { grep -qE -e "$1" "$out/last" || fail "no '$1' in: $(head -2 "$out/last" | tr '\n' '|')"; }

# Every command of the tree that shows something, without arguments and with each word that may stand at its end.
commands=0
while read -r words; do
    ends=
    case $words in *\[*[a-z]\]) ends=${words##*\[} ends=${ends%\]} ;; esac
    for end in '' ${ends//|/ }; do
        for side in lac lns; do
            for form in '' --json; do
                status_is 0 $side ${words%%\[*} $end $form
                [ -s "$out/last" ] || [ "$side $end" = "lac config" ] || fail "prol2tp ${words%%\[*} $end says nothing at the $side"
                [ -z "$form" ] || jq -e .reply "$out/last" >/dev/null || fail "prol2tp ${words%%\[*} $end $form: no JSON"
                commands=$((commands + 1))
            done
        done
    done
done < <(prol2tp lns help show | sed -n 's/^  prol2tp \(show .*\)/\1/p' | sed 's/\[-[^]]*\] *//')
[ $commands -gt 40 ] || fail "only $commands commands"

# What they say.
status_is 0 lac show tunnel && says '^ +[0-9]+  t +UP +[0-9:]+  10.0.0.2  +l2tpv2/udp$'
status_is 0 lns show tunnel && says '^N +[0-9]+  - +UP +[0-9:]+  10.0.0.1  +l2tpv2/udp$'
status_is 0 lac show tunnel t && says '^Tunnel [0-9]+, from [0-9.]+ to 10.0.0.2:-$' && says '^  Transport status:-$'
status_is 0 lac show tunnel t config && says '^  administrative name: "t"$'
status_is 0 lac show session t s && says '^Session [0-9]+ on tunnel [0-9]+:-$' && says 'state: ESTABLISHED'
status_is 0 lns show users && says '^ *[0-9]+ +[0-9]+  fred  '
status_is 0 lns show ippool pool && says '10.77.1.1 +fred' && says 'in use: 1, '
status_is 0 lns show tunnel profile t && says 'secret: SET'
status_is 0 lns show ppp profile && says '^p .* pool '
status_is 0 lns show peer profile lac && says '10.0.0.0/8'
status_is 0 lns show license && says 'unlimited'
status_is 0 lns show system statistics && says 'SCCRQ +[1-9]'
grep -rq tunnelsecret "$out"/last "$out/case.log" && fail "a secret is shown"
id=$(prol2tp lns show tunnel --json | jq -r '.tunnels[0].tunnel_id')
status_is 0 lns show session $id && says fred
status_is 0 lns show session @$id --json
[ "$(jq -r '.sessions[0].peer_ipaddr' "$out/last")" = 10.77.1.1 ] || fail "the session's JSON has no address"

# What fails.
for wrong in 'show tunnel nobody' 'show session t nobody' 'show session nobody' 'show ippool nobody' \
    'show ppp profile nobody' 'show peer profile nobody' 'show tunnel @1 status'; do
    status_is 1 lac $wrong
    status_is 1 lac $wrong --json
    [ "$(jq -r .reply "$out/last")" = refused ] || fail "$wrong --json: no refusal"
done
for wrong in '' 'shew' 'show' 'show s' 'show system now' 'show tunnel --yaml' 'show tunnel --timeout 0' 'show --socket'; do
    status_is 2 lac $wrong
done
"$root/bin/prol2tp" --socket "$out/nobody" show system 2>"$out/complaints"
[ $? = 3 ] && grep -q "cannot reach" "$out/complaints" || fail "no daemon: $(cat "$out/complaints")"
status_is 0 lac show tunnel --help
status_is 0 lac help show tunnel
status_is 0 lac show '?'

# Nobody reads what is printed.
prol2tp lns show system statistics --pretty 2>"$out/complaints" | true
[ -s "$out/complaints" ] && fail "a closed pipe is complained of: $(head -1 "$out/complaints")"

# Completion, with the names of the live daemon.
prol2tp lac completion zsh >"$out/_prol2tp" && zsh -n "$out/_prol2tp" || fail "the zsh script"
# zsh_completes WORD...: what the script says to the last of them, which may be begun
zsh_completes() {
    PATH=$root/bin:$PATH PROL2TP_SOCKET=/tmp/$run-lac.sock zsh -f -c '
        compdef() { : }
        compadd() { while [[ $1 != -- && $# -gt 0 ]]; do shift; done; shift; for c; do [[ $c == ${words[CURRENT]}* ]] && print -r -- $c; done; return 0 }
        . "$1"; shift
        words=("$@") CURRENT=$#
        _prol2tp' - "$out/_prol2tp" "$@" 2>&1 | tr '\n' ' '
}
for want in 'prol2tp dr=drain ' 'prol2tp show tun=tunnel ' 'prol2tp sh tun =profile t config status statistics ' \
    'prol2tp show session t =s config status statistics ' 'prol2tp drain =on off ' 'prol2tp help show lo=log '; do
    words=${want%%=*}
    [ "${words% }" = "$words" ] && last=() || last=('')
    got=$(zsh_completes ${words% } "${last[@]}")
    [ "$got" = "${want#*=}" ] || fail "zsh completes \"$words\" by \"$got\", not \"${want#*=}\""
done
prol2tp lac completion bash >"$out/completion.bash" || fail "the bash script"
completed=$(PATH=$root/bin:$PATH PROL2TP_SOCKET=/tmp/$run-lac.sock bash -c '
    . "$1"
    COMP_WORDS=(prol2tp show session t "") COMP_CWORD=4
    _prol2tp
    echo "${COMPREPLY[*]}"' - "$out/completion.bash" 2>&1)
[ "$completed" = "s config status statistics" ] || fail "completion of sessions: $completed"

# A real TAB, at a real prompt.
tab() { # tab SHELL TYPED: the line as the shell has it after that, on a terminal
    rm -f "$out/tab.line"
    case $1 in
    bash)
        printf '. "%s"\nPS1="ready> "\n' "$out/completion.bash" >"$out/tab.rc"
        set -- "bash --noprofile --rcfile $out/tab.rc -i" "$2" ;;
    zsh)
        mkdir -p "$out/tab.zsh"
        printf 'autoload -U compinit && compinit -u -D\n. "%s"\nPS1="ready> "\n' "$out/_prol2tp" >"$out/tab.zsh/.zshrc"
        set -- "env ZDOTDIR=$out/tab.zsh zsh -i" "$2" ;;
    esac
    : >"$out/tab.out"
    { poll 20 grep -q 'ready> ' "$out/tab.out"
      printf '%s' "$2"; sleep 3
      printf '\001echo \005 >%s\n' "$out/tab.line"
      poll 10 test -s "$out/tab.line"; printf 'exit\n'; } |
        EDITOR=ed TERM=xterm PATH=$root/bin:$PATH PROL2TP_SOCKET=/tmp/$run-lac.sock timeout 60 script -qfec "$1" "$out/tab.out" >/dev/null 2>&1
    cat "$out/tab.line" 2>/dev/null
}
for shell in bash zsh; do
    for want in $'prol2tp sh\ttun\t=prol2tp show tunnel' $'prol2tp show session t s conf\t=prol2tp show session t s config' \
        $'prol2tp show tunnel profile de\t=prol2tp show tunnel profile default'; do
        got=$(tab $shell "${want%%=*}")
        [ "${got% }" = "${want#*=}" ] || fail "TAB in $shell makes \"$got\" of $(printf %q "${want%%=*}")"
    done
done

# A daemon that is there and does not answer.
kill -STOP "${pids[lac]}"
began=$SECONDS
status_is 3 lac --timeout 1 show system
[ $((SECONDS - began)) -le 8 ] || fail "a time-out of 1 s took $((SECONDS - began)) s"
kill -CONT "${pids[lac]}"
status_is 0 lac show system
stop_prol2tpd lac lns
pass "$commands commands in text and JSON, statuses 0 to 3, completion"
