# Makes, through Mattermost's local socket, the break-glass account and the organization's team, and sets the mail relay; can be run again.
# mmctl would take the password in its arguments, and fails where the team exists; the relay's words are not Mattermost's.
# Environment: SOCKET; ACCOUNT and PASSWORD, files of JSON; TEAM, TEAM_NAME; MAIL_HOST (empty: no relay), _PORT, _FROM, _USERNAME, _SECURITY, _PASSWORD (a file).
use strict;
use warnings;
use IO::Socket::UNIX;

sub text { my ($file) = @_; open my $in, '<', $file or die "$file: $!\n"; local $/; return <$in> }

# As a JSON string; bytes of UTF-8 stay as they are.
sub quoted { my ($text) = @_; $text =~ s/([\x00-\x1f"\\])/sprintf '\\u%04x', ord $1/ge; return "\"$text\"" }

sub call {
    my ($method, $path, $body) = @_;
    my $socket = IO::Socket::UNIX->new(Peer => $ENV{SOCKET}) or die "$ENV{SOCKET}: $!\n";
    print $socket "$method /api/v4$path HTTP/1.1\r\nHost: local\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
    local $/;
    my ($head, $answer) = split /\r\n\r\n/, <$socket> // '', 2;
    my ($status) = ($head // '') =~ m{^HTTP/1\.[01] (\d{3})} or die "$method $path: no answer\n";
    return ($status, $answer);
}

# An answer that is an error names what is wrong and holds no password.
sub demand {
    my ($expected, @request) = @_;
    my ($status, $answer) = call(@request);
    die "$request[0] $request[1]: $status $answer\n" unless $status == $expected;
    return $answer;
}

my $account = text($ENV{ACCOUNT});
my ($username) = $account =~ /"username":"([a-z0-9._-]+)"/ or die "the account has no username\n";
my ($status, $user) = call('GET', "/users/username/$username", '');
$user = demand(201, 'POST', '/users', $account) if $status == 404;
my ($id) = $user =~ /"id":"([a-z0-9]{26})"/ or die "GET /users/username/$username: $status\n";
demand(200, 'PUT', "/users/$id/password", text($ENV{PASSWORD})) if $status == 200;
demand(200, 'PUT', "/users/$id/roles", '{"roles":"system_user system_admin"}');
demand(200, 'POST', "/users/$id/email/verify/member", '');
print "account $username: ", ($status == 404 ? 'made' : 'password and role given again'), "\n";

($status) = call('GET', "/teams/name/$ENV{TEAM}", '');
demand(201, 'POST', '/teams', '{"name":' . quoted($ENV{TEAM}) . ',"display_name":' . quoted($ENV{TEAM_NAME}) . ',"type":"I"}') if $status == 404;
die "GET /teams/name/$ENV{TEAM}: $status\n" unless $status == 404 or $status == 200;
print "team $ENV{TEAM}: ", ($status == 404 ? 'made' : 'there'), "\n";

my %security = ('' => '', none => '', starttls => 'STARTTLS', tls => 'TLS');
my $security = $security{$ENV{MAIL_SECURITY}} // die "MAIL_SECURITY: $ENV{MAIL_SECURITY}\n";
my $relay = $ENV{MAIL_HOST} eq '' ? 'false' : 'true';
my $authenticates = $ENV{MAIL_USERNAME} eq '' ? 'false' : 'true';
my %mail = (
    SendEmailNotifications => $relay, SMTPServer => quoted($ENV{MAIL_HOST}), SMTPPort => quoted($ENV{MAIL_PORT}), ConnectionSecurity => quoted($security),
    FeedbackEmail => quoted($ENV{MAIL_FROM}), ReplyToAddress => quoted($ENV{MAIL_FROM}),
    EnableSMTPAuth => $authenticates, SMTPUsername => quoted($ENV{MAIL_USERNAME}), SMTPPassword => quoted(text($ENV{MAIL_PASSWORD})),
);
demand(200, 'PUT', '/config/patch', '{"EmailSettings":{' . join(',', map { quoted($_) . ":$mail{$_}" } sort keys %mail) . '}}');
print "mail relay: ", ($relay eq 'true' ? "$ENV{MAIL_HOST}:$ENV{MAIL_PORT}" : 'none'), "\n";
