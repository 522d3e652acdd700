// A double of the sign-on plugin mattermost-oidc 0.4.0 for the real Mattermost server: the same identifier, settings, paths, cookies and
// accounts, and nothing beside them. The plugin itself is served by no package registry.
package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/mattermost/mattermost/server/public/plugin"
	"golang.org/x/oauth2"
)

const identifier = "mattermost-oidc"

type double struct {
	plugin.MattermostPlugin
	lock     sync.RWMutex
	settings *settings
	client   *oauth2.Config
	provider *oidc.Provider
	problem  error
}

func main() { plugin.ClientMain(&double{}) }

// OnConfigurationChange takes the settings and asks the identity server for its addresses; what is wrong is told on every page.
func (d *double) OnConfigurationChange() error {
	config := d.API.GetConfig()
	read, err := readSettings(config.PluginSettings.Plugins[identifier])
	var provider *oidc.Provider
	if err == nil && read.enable {
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		provider, err = oidc.NewProvider(ctx, read.issuer)
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.settings, d.provider, d.client, d.problem = read, provider, nil, err
	if err != nil {
		d.API.LogError("double of the sign-on plugin refuses its settings", "error", err.Error())
		return nil
	}
	if provider != nil {
		d.client = &oauth2.Config{ClientID: read.clientID, ClientSecret: read.clientSecret, Endpoint: provider.Endpoint(), Scopes: read.scopes, RedirectURL: d.address("/plugins/" + identifier + "/oauth2/callback")}
	}
	return nil
}

func (d *double) address(path string) string {
	return *d.API.GetConfig().ServiceSettings.SiteURL + path
}

// ServeHTTP knows the plugin's three paths; each answers to GET only.
func (d *double) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	d.lock.RLock()
	defer d.lock.RUnlock()
	w.Header().Set("X-Chatiere-Double", identifier+" 0.4.0")
	handler := map[string]func(http.ResponseWriter, *http.Request) error{
		"/oauth2/connect": d.connect, "/oauth2/callback": d.callback, "/api/v1/config": d.publicConfig,
	}[r.URL.Path]
	switch {
	case handler == nil:
		fail(w, http.StatusNotFound, fmt.Errorf("double: the plugin has no path %s", r.URL.Path))
	case r.Method != http.MethodGet:
		fail(w, http.StatusMethodNotAllowed, fmt.Errorf("double: the plugin knows no %s", r.Method))
	case d.problem != nil:
		fail(w, http.StatusInternalServerError, d.problem)
	case !d.settings.enable:
		fail(w, http.StatusBadRequest, errors.New("double: the plugin is not enabled"))
	default:
		if err := handler(w, r); err != nil {
			d.API.LogError("double of the sign-on plugin", "path", r.URL.Path, "error", err.Error())
			fail(w, http.StatusBadRequest, err)
		}
	}
}

func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Double de mattermost-oidc</title><h1>Double du greffon de connexion</h1><p>Ceci n’est pas le vrai greffon. <span lang="en">This is not the real plugin.</span></p><pre>%s</pre>`, html.EscapeString(err.Error()))
}
