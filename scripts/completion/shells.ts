/** What each shell evaluates. The words under the cursor are handed over as they are typed: none is evaluated. */
export const shells = {
  bash: `# bash completion of chatiere
_chatiere() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2"); return ;;
      :directories) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$2"); return ;;
      ?*) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${1/#\\~/$HOME}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _chatiere chatiere
`,
  zsh: `#compdef chatiere
# zsh completion of chatiere
_chatiere() {
  local -a answer candidates
  local line value
  answer=("\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  case $answer[1] in
    :files) _files; return ;;
    :directories) _files -/; return ;;
  esac
  for line in $answer; do
    value=\${line%%$'\\t'*}
    candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done
  (( $#candidates )) && _describe -t values chatiere candidates
}
if [[ $funcstack[1] == _chatiere ]]; then _chatiere "$@"; else compdef _chatiere chatiere; fi
`,
  fish: `# fish completion of chatiere
function __chatiere_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer (command $words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
    switch "$answer[1]"
        case :files
            __fish_complete_path "$current"
        case :directories
            __fish_complete_directories "$current"
        case '*'
            printf '%s\\n' $answer
    end
end
complete -c chatiere -f -a '(__chatiere_complete)'
`,
} as const;

export type Shell = keyof typeof shells;
