using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

internal static class ExpressionExtensions
{
    /// <summary>The member that an expression like <c>() => Env</c> or <c>x => ((IComponent)x).Target</c> names.</summary>
    public static MemberInfo GetMember(this Expression expression) => expression switch
    {
        LambdaExpression lambda => lambda.Body.GetMember(),
        UnaryExpression { NodeType: ExpressionType.Convert } convert => convert.Operand.GetMember(),
        MemberExpression member => member.Member,
        _ => throw new ArgumentException($"Expression '{expression}' does not name a member"),
    };

    /// <summary>Whether the expression only names a member.</summary>
    public static bool IsMember(this Expression expression) => expression switch
    {
        LambdaExpression lambda => lambda.Body.IsMember(),
        UnaryExpression { NodeType: ExpressionType.Convert } convert => convert.Operand.IsMember(),
        _ => expression is MemberExpression,
    };
}
