// The sign-on plugin of Mattermost’s entry: people sign in at the federation’s identity server, and its groups decide who administers.
// The same program installs itself: `chatiere-sign-on install` hands the server, by the socket of its local mode, a bundle made of itself.
package main

import (
	"fmt"
	"os"

	"github.com/mattermost/mattermost/server/public/plugin"
)

const identifier = "chatiere-sign-on"

func main() {
	switch arguments := os.Args[1:]; {
	case len(arguments) == 0:
		plugin.ClientMain(&signOn{})
	case len(arguments) == 1 && arguments[0] == "install":
		if err := install(os.Getenv("SOCKET")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	default:
		fmt.Fprintf(os.Stderr, "%s: unknown arguments %q; only `install`, with the socket’s path in SOCKET\n", identifier, arguments)
		os.Exit(2)
	}
}
