using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>Names of fields as expressions write them: <c>max-size</c> is <c>max__dash__size</c>, <c>namespace</c> is <c>__namespace__</c>.</summary>
internal static partial class FieldNames
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    };

    /// <summary>Null where expressions cannot name the field.</summary>
    public static string? Escape(string name)
    {
        if (!Plain().IsMatch(name)) return null;
        if (Reserved.Contains(name)) return $"__{name}__";
        return Special().Replace(name, m => m.Value switch { "__" => "__underscores__", "." => "__dot__", "-" => "__dash__", _ => "__slash__" });
    }

    [GeneratedRegex(@"^[a-zA-Z_./-][a-zA-Z0-9_./-]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex("__|[-./]")]
    private static partial Regex Special();
}
