package org.prol2tp.operator.cli;

/// The shells' side of [Completion]. Both walk the words typed so far through the table:
///
/// `w` words that may follow, `p` their plurals, `o` options of the command, `v` those of them that take a value,
/// `a` a word for each argument, `e` words that may stand at the end.
final class CompletionScripts {
    static final String BASH = """
            # bash completion of prol2tp, written by "prol2tp completion bash".
            _prol2tp_at() {
                w='' p='' o='' v='' a='' e=''
                case $1 in
            @TABLE@    esac
            }
            _prol2tp_child() { # _prol2tp_child WORD: the word of $w that it stands for, in $child; empty if none
                local c fitting=()
                child=
                for c in $w $p; do
                    [[ $c == "$1" || $c == "$1s" && " $p " == *" $c "* ]] || continue
                    [[ " $w " == *" $c "* ]] && child=$c || child=${c%s}
                    [[ $c == "$1" ]] && return
                done
                [[ -n $child ]] && return
                [[ -z $a ]] || return
                for c in $w; do [[ $c == "$1"* ]] && fitting+=("$c"); done
                [[ ${#fitting[@]} == 1 ]] && child=${fitting[0]}
            }
            _prol2tp() {
                local w p o v a e child i word kind name cur=${COMP_WORDS[COMP_CWORD]} path='' n=0 first='' helping='' option=''
                local daemon=()
                local kinds
                COMPREPLY=()
                _prol2tp_at ''
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ $word == -?* ]]; then
                        option=
                        if [[ " @VALUED@ $v " == *" $word "* ]]; then
                            option=$word
                            ((i++))
                            [[ ${COMP_WORDS[i]} == = && $i -lt $COMP_CWORD ]] && ((i++))
                            [[ $word == -s || $word == --socket ]] && ((i < COMP_CWORD)) && daemon=(--socket "${COMP_WORDS[i]}")
                        fi
                        continue
                    fi
                    child=
                    ((n == 0)) && _prol2tp_child "$word"
                    if [[ -n $child && $path == '' && $child == help ]]; then
                        helping=yes
                    elif [[ -n $child ]]; then
                        path=${path:+$path }$child
                        _prol2tp_at "$path"
                    else
                        ((n++ == 0)) && first=$word
                    fi
                done
                if ((i > COMP_CWORD)) || [[ -n $option && $cur == = ]]; then
                    [[ $cur == = ]] && cur=
                    case $option in
                    --timeout) ;;
                    *) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
                    esac
                    return
                fi
                if [[ $cur == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "@OPTIONS@ $o" -- "$cur")
                    return
                fi
                if ((n == 0)); then
                    mapfile -t COMPREPLY < <(compgen -W "$w" -- "$cur")
                fi
                [[ -z $helping ]] || return
                read -ra kinds <<<"$a"
                kind=${kinds[n]-}
                if [[ -z $kind && ${#kinds[@]} -gt 0 && ${kinds[-1]} == *+ ]]; then kind=${kinds[-1]}; fi
                case ${kind%+} in
                '' | text | choice | command) ;;
                file) while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$cur") ;;
                *'|'*) while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -W "${kind//|/ }" -- "$cur") ;;
                *)
                    while IFS= read -r name; do
                        [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
                    done < <(prol2tp --timeout 2 "${daemon[@]}" completion names "${kind%+}" ${first:+"$first"} 2>/dev/null)
                    ;;
                esac
                if [[ -n $e ]] && ((n <= ${#kinds[@]})); then
                    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -W "$e" -- "$cur")
                fi
            }
            complete -F _prol2tp prol2tp
            """;

    static final String ZSH = """
            #compdef prol2tp
            # zsh completion of prol2tp, written by "prol2tp completion zsh".
            _prol2tp_at() {
                w='' p='' o='' v='' a='' e=''
                case $1 in
            @TABLE@    esac
            }
            _prol2tp_child() { # _prol2tp_child WORD: the word of $w that it stands for, in $child; empty if none
                local c
                local -a fitting
                child=
                for c in ${=w}; do
                    if [[ $c == "$1" ]] || [[ " $p " == *" $1 "* && "${c}s" == "$1" ]]; then child=$c; return; fi
                done
                [[ -z $a ]] || return
                for c in ${=w}; do [[ $c == "$1"* ]] && fitting+=("$c"); done
                (( ${#fitting} == 1 )) && child=${fitting[1]}
            }
            _prol2tp() {
                local w p o v a e child word kind name path_so_far='' first='' helping='' option=''
                local cur=${words[CURRENT]}
                local -a daemon kinds names
                integer i n=0
                _prol2tp_at ''
                for ((i = 2; i < CURRENT; i++)); do
                    word=${words[i]}
                    if [[ $word == -?* ]]; then
                        option=
                        [[ $word == --socket=* ]] && daemon=("$word")
                        if [[ " @VALUED@ $v " == *" $word "* ]]; then
                            option=$word
                            ((i++))
                            if [[ $word == -s || $word == --socket ]] && ((i < CURRENT)); then
                                daemon=(--socket "${words[i]}")
                            fi
                        fi
                        continue
                    fi
                    child=
                    ((n == 0)) && _prol2tp_child "$word"
                    if [[ -n $child && -z $path_so_far && $child == help ]]; then
                        helping=yes
                    elif [[ -n $child ]]; then
                        path_so_far=${path_so_far:+$path_so_far }$child
                        _prol2tp_at "$path_so_far"
                    else
                        ((n++ == 0)) && first=$word
                    fi
                done
                if ((i > CURRENT)); then
                    [[ $option == --timeout ]] || _files
                    return
                fi
                if [[ $cur == -* ]]; then
                    compadd -- ${=:-@OPTIONS@ $o}
                    return
                fi
                ((n == 0)) && compadd -- ${=w}
                [[ -z $helping ]] || return 0
                kinds=(${=a})
                kind=${kinds[n + 1]-}
                if [[ -z $kind && ${#kinds} -gt 0 && ${kinds[-1]} == *+ ]]; then kind=${kinds[-1]}; fi
                case ${kind%+} in
                '' | text | choice | command) ;;
                file) _files ;;
                *'|'*) compadd -- ${(s:|:)kind} ;;
                *)
                    names=(${(f)"$(prol2tp --timeout 2 $daemon completion names ${kind%+} ${first:+"$first"} 2>/dev/null)"})
                    compadd -- $names
                    ;;
                esac
                if [[ -n $e ]] && ((n <= ${#kinds})); then compadd -- ${=e}; fi
                return 0
            }
            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _prol2tp "$@"; else compdef _prol2tp prol2tp; fi
            """;

    private CompletionScripts() {}
}
