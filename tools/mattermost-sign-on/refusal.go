package main

import (
	"html/template"
	"net/http"
)

// reason is what a person reads of a refusal; the cause stands in the server’s log only.
type reason struct{ French, English string }

var (
	reasonSettings = reason{"La connexion unique de cette instance est mal réglée.", "This instance’s single sign-on is not set up properly."}
	reasonIdentity = reason{"Le serveur d’identité ne répond pas.", "The identity server does not answer."}
	reasonServer   = reason{"Mattermost n’a pas pu ouvrir la session.", "Mattermost could not open the session."}
	reasonState    = reason{"Cette demande de connexion est périmée ou vient d’un autre navigateur.", "This sign-in request is out of date or comes from another browser."}
	reasonDenied   = reason{"Le serveur d’identité a refusé la connexion.", "The identity server refused the sign-in."}
	reasonAddress  = reason{"Un autre compte de cette instance a déjà cette adresse de courriel.", "Another account of this instance already has this e-mail address."}
	reasonClaims   = reason{"Le serveur d’identité n’a pas donné d’adresse de courriel.", "The identity server gave no e-mail address."}
	reasonGone     = reason{"Ce compte est désactivé.", "This account is deactivated."}
)

type refusal struct {
	status int
	reason reason
	cause  error
}

func refuse(status int, reason reason, cause error) error {
	return &refusal{status, reason, cause}
}

func (r *refusal) Error() string {
	if r.cause == nil {
		return r.reason.English
	}
	return r.reason.English + " " + r.cause.Error()
}

var page = template.Must(template.New("refusal").Parse(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Connexion refusée</title></head>
<body><main><h1>Connexion refusée</h1><p>{{.French}}</p><p lang="en">{{.English}}</p>
<p><a href="/plugins/chatiere-sign-on/connect">Réessayer</a> · <a href="/plugins/chatiere-sign-on/connect" lang="en">Try again</a></p></main></body></html>
`))

func (r *refusal) show(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(r.status)
	_ = page.Execute(w, r.reason)
}
