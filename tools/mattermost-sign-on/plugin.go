package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/mattermost/mattermost/server/public/plugin"
	"golang.org/x/oauth2"
)

// How long the identity server is waited for.
const patience = 15 * time.Second

type signOn struct {
	plugin.MattermostPlugin
	lock     sync.Mutex
	settings settings
	problem  error
	// Asked for when somebody first signs in, and again until there was an answer.
	provider *oidc.Provider
}

// OnConfigurationChange takes the settings; what is wrong with them is told in the log and to whoever wants to sign in.
func (p *signOn) OnConfigurationChange() error {
	read, err := readSettings(p.API.GetConfig().PluginSettings.Plugins[identifier])
	p.lock.Lock()
	defer p.lock.Unlock()
	p.settings, p.problem, p.provider = read, err, nil
	if err != nil {
		p.API.LogError("the sign-on plugin refuses its settings", "error", err.Error())
	}
	return nil
}

// given are the settings, or what is wrong with them.
func (p *signOn) given() (settings, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.problem != nil {
		return settings{}, refuse(http.StatusInternalServerError, reasonSettings, p.problem)
	}
	return p.settings, nil
}

// identityServer tells a client of the identity server’s addresses and keys.
func (p *signOn) identityServer(ctx context.Context) (*oidc.Provider, *oauth2.Config, settings, error) {
	read, err := p.given()
	if err != nil {
		return nil, nil, read, err
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.provider == nil {
		asked, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		provider, err := oidc.NewProvider(asked, read.issuer)
		if err != nil {
			return nil, nil, read, refuse(http.StatusBadGateway, reasonIdentity, err)
		}
		p.provider = provider
	}
	client := &oauth2.Config{
		ClientID: read.clientID, ClientSecret: read.clientSecret, Endpoint: p.provider.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"}, RedirectURL: p.address("/plugins/" + identifier + "/callback"),
	}
	return p.provider, client, read, nil
}

func (p *signOn) address(path string) string {
	return *p.API.GetConfig().ServiceSettings.SiteURL + path
}

func (p *signOn) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	var err error
	switch r.Method + " " + r.URL.Path {
	case "GET /connect":
		err = p.connect(w, r)
	case "GET /callback":
		err = p.callback(w, r)
	case "POST /backchannel-logout":
		err = p.backchannelLogout(w, r)
	case "GET /button":
		err = p.button(w)
	default:
		http.NotFound(w, r)
	}
	if err == nil {
		return
	}
	p.API.LogWarn("sign-on refused", "path", r.URL.Path, "error", err.Error())
	var refused *refusal
	if !errors.As(err, &refused) {
		refused = &refusal{status: http.StatusInternalServerError, reason: reasonServer, cause: err}
	}
	refused.show(w)
}
