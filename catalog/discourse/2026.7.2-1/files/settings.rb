# Writes what the organization says of itself: `setting=value`, of a picture `setting=file`, and `colour=#rrggbb`.
# An empty value or file gives the setting back to Discourse.
SCHEME = "Chatière"

def picture(setting, file)
  copy = Tempfile.new(setting)
  IO.copy_stream(file, copy)
  copy.rewind
  upload = UploadCreator.new(copy, setting, for_site_setting: true).create_for(Discourse.system_user.id)
  abort "#{setting}: #{upload.errors.full_messages.join(", ")}" if upload.errors.present?
  upload
end

# Of links and buttons; Discourse derives their shades.
def colour(hex)
  scheme = ColorScheme.find_by(name: SCHEME)
  theme = Theme.find_default
  if hex.present?
    scheme ||= ColorScheme.create_from_base(name: SCHEME)
    ColorSchemeRevisor.revise(scheme, colors: [{ name: "tertiary", hex: hex.delete_prefix("#") }])
    theme.update!(color_scheme_id: scheme.id)
  elsif scheme && theme.color_scheme_id == scheme.id
    theme.update!(color_scheme_id: nil)
  end
end

ARGV.each do |argument|
  name, value = argument.split("=", 2)
  next colour(value) if name == "colour"

  upload = SiteSetting.type_supervisor.get_type(name) == :upload
  if upload ? File.zero?(value) : value.empty?
    SiteSetting.remove_override!(name.to_sym)
  else
    SiteSetting.set(name, upload ? picture(name, value) : value)
  end
end
