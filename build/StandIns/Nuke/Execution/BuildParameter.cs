using System.Reflection;
using System.Text;

namespace Nuke.Common.Execution;

/// <summary>A parameter of a build type.</summary>
/// <param name="Member">Where it is declared.</param>
/// <param name="Attribute">What the declaration says.</param>
/// <param name="Name">Name with the component's prefix.</param>
internal sealed record BuildParameter(MemberInfo Member, ParameterAttribute Attribute, string Name)
{
    /// <summary>Whether the build declares it, not the framework.</summary>
    public bool IsOwn => Member.DeclaringType != typeof(NukeBuild);

    /// <summary>Name on the command line without its dashes.</summary>
    public string Option
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (index, letter) in Name.Index())
            {
                if (char.IsUpper(letter) && index > 0 && (!char.IsUpper(Name[index - 1]) || (index + 1 < Name.Length && char.IsLower(Name[index + 1]))))
                    text.Append('-');
                text.Append(char.ToLowerInvariant(letter));
            }

            return text.ToString();
        }
    }
}
