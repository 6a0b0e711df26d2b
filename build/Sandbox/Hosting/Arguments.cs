namespace SiteBuilder.Sandbox.Hosting;

/// <summary>A command line of a verb and options with values; whatever is not known is an error that names what is.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string?> _values = [];

    private Arguments(string verb) => Verb = verb;

    public string Verb { get; }

    public static Arguments Parse(IReadOnlyList<string> words, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        if (words.Count == 0 || !known.TryGetValue(words[0], out IReadOnlyList<string>? options))
        {
            throw new SandboxException($"Expected one of: {string.Join(", ", known.Keys)}. Found: {(words.Count == 0 ? "nothing" : words[0])}.");
        }

        Arguments parsed = new(words[0]);
        for (int i = 1; i < words.Count; i++)
        {
            bool isSwitch = options.Contains(words[i] + "!");
            if (!isSwitch && !options.Contains(words[i]))
            {
                throw new SandboxException($"{parsed.Verb}: unknown option {words[i]}. Known: {string.Join(", ", options.Select(option => option.TrimEnd('!')))}.");
            }

            if (!isSwitch && i + 1 >= words.Count)
            {
                throw new SandboxException($"{parsed.Verb}: {words[i]} needs a value.");
            }

            parsed._values[words[i]] = isSwitch ? null : words[++i];
        }

        return parsed;
    }

    public bool Has(string option) => _values.ContainsKey(option);

    public string? Find(string option) => _values.GetValueOrDefault(option);

    public string Need(string option) => Find(option) ?? throw new SandboxException($"{Verb}: {option} is missing.");

    public int Port(string option, int fallback) =>
        Find(option) is not { } text ? fallback
        : int.TryParse(text, out int port) && port is >= 0 and <= 65535 ? port
        : throw new SandboxException($"{Verb}: {option} must be a port (0 to 65535), found {text}.");

    public string Range(string option, string fallback)
    {
        string text = Find(option) ?? fallback;
        return System.Net.IPNetwork.TryParse(text, out System.Net.IPNetwork range)
            && range.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && range.PrefixLength is >= 8 and <= 26
            ? text
            : throw new SandboxException($"{Verb}: {option} must be an IPv4 range such as {fallback}, /8 to /26, found {text}.");
    }
}
