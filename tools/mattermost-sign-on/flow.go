package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/mattermost/mattermost/server/public/model"
	"golang.org/x/oauth2"
)

const (
	requestCookie   = "CHATIERE_SIGN_ON"
	requestKey      = "request_"
	requestLifetime = 10 * time.Minute
)

// request is what is kept, under its state, while somebody is at the identity server.
type request struct {
	ReturnTo, Verifier, Nonce string
}

// claims are what the identity token says of a person; groups stand in a claim that the settings name.
type claims struct {
	Subject   string `json:"sub"`
	SessionID string `json:"sid"`
	Nonce     string `json:"nonce"`
	Username  string `json:"preferred_username"`
	Email     string `json:"email"`
	FirstName string `json:"given_name"`
	LastName  string `json:"family_name"`
	groups    []string
}

// button tells the sign-in page what the link says; it is public.
func (p *signOn) button(w http.ResponseWriter) error {
	settings, err := p.given()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]string{"text": settings.buttonText, "colour": settings.buttonColour})
}

// connect keeps the request, binds the browser to it by a cookie, and sends it to the identity server.
func (p *signOn) connect(w http.ResponseWriter, r *http.Request) error {
	_, client, _, err := p.identityServer(r.Context())
	if err != nil {
		return err
	}
	state := model.NewRandomString(43)
	asked := request{ReturnTo: returnPath(r.URL.Query().Get("return_to")), Verifier: oauth2.GenerateVerifier(), Nonce: model.NewRandomString(43)}
	kept, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	if appErr := p.API.KVSetWithExpiry(requestKey+state, kept, int64(requestLifetime.Seconds())); appErr != nil {
		return appErr
	}
	p.setCookie(w, requestCookie, state, int(requestLifetime.Seconds()), true)
	http.Redirect(w, r, client.AuthCodeURL(state, oidc.Nonce(asked.Nonce), oauth2.S256ChallengeOption(asked.Verifier)), http.StatusFound)
	return nil
}

// returnPath is a path of this site, whatever is given.
func returnPath(given string) string {
	if !strings.HasPrefix(given, "/") || strings.HasPrefix(given, "//") || strings.ContainsAny(given, "\\\r\n\t") {
		return "/"
	}
	return given
}

// callback takes the code that the identity server gave, once and from the browser that asked, and opens a session.
func (p *signOn) callback(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	asked, err := p.taken(r, query.Get("state"))
	if err != nil {
		return err
	}
	p.setCookie(w, requestCookie, "", -1, true)
	if denied := query.Get("error"); denied != "" {
		return refuse(http.StatusForbidden, reasonDenied, errors.New(denied))
	}
	person, settings, err := p.person(r.Context(), query.Get("code"), asked)
	if err != nil {
		return err
	}
	user, err := p.account(person, settings)
	if err != nil {
		return err
	}
	if err := p.openSession(w, user, person.SessionID); err != nil {
		return err
	}
	http.Redirect(w, r, p.address(asked.ReturnTo), http.StatusFound)
	return nil
}

// taken gives a request back to the browser that made it, once.
func (p *signOn) taken(r *http.Request, state string) (request, error) {
	cookie, err := r.Cookie(requestCookie)
	if err != nil || state == "" || cookie.Value != state {
		return request{}, refuse(http.StatusBadRequest, reasonState, errors.New("the state is not this browser’s"))
	}
	kept, appErr := p.API.KVGet(requestKey + state)
	if appErr != nil || kept == nil {
		return request{}, refuse(http.StatusBadRequest, reasonState, errors.New("no request has this state"))
	}
	if first, appErr := p.API.KVCompareAndDelete(requestKey+state, kept); appErr != nil || !first {
		return request{}, refuse(http.StatusBadRequest, reasonState, errors.New("the request was answered before"))
	}
	var asked request
	return asked, json.Unmarshal(kept, &asked)
}

// person exchanges the code and checks the identity token.
func (p *signOn) person(parent context.Context, code string, asked request) (claims, settings, error) {
	ctx, cancel := context.WithTimeout(parent, 2*patience)
	defer cancel()
	provider, client, settings, err := p.identityServer(ctx)
	if err != nil {
		return claims{}, settings, err
	}
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(asked.Verifier))
	if err != nil {
		return claims{}, settings, refuse(http.StatusBadGateway, reasonIdentity, err)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := provider.Verifier(&oidc.Config{ClientID: client.ClientID}).Verify(ctx, raw)
	if err != nil {
		return claims{}, settings, refuse(http.StatusBadGateway, reasonDenied, err)
	}
	var said claims
	var all map[string]any
	if err := errors.Join(verified.Claims(&said), verified.Claims(&all)); err != nil {
		return said, settings, refuse(http.StatusBadGateway, reasonDenied, err)
	}
	if said.Nonce != asked.Nonce {
		return said, settings, refuse(http.StatusBadRequest, reasonState, errors.New("the nonce is another’s"))
	}
	if groups, ok := all[settings.groupsClaim].([]any); ok {
		for _, group := range groups {
			if path, ok := group.(string); ok {
				said.groups = append(said.groups, path)
			}
		}
	}
	return said, settings, nil
}
