# Opens a session with the mail relay by Discourse's own settings, and sends nothing: no account is of use without mail.
settings = Discourse::Application.config.action_mailer.smtp_settings
smtp = Net::SMTP.new(settings[:address], settings[:port])
smtp.open_timeout = smtp.read_timeout = 20
if settings[:tls]
  smtp.enable_tls
elsif settings[:enable_starttls_auto]
  # Discourse would go on in clear where the relay offers no TLS.
  smtp.enable_starttls
else
  smtp.disable_starttls
end
begin
  smtp.start(settings[:domain] || "localhost", settings[:user_name], settings[:password], settings[:authentication]&.to_sym) {}
rescue => error
  abort "mail relay #{settings[:address]}:#{settings[:port]}: #{error.class}: #{error.message.strip}"
end
