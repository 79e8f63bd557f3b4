package id.padan.platform.writing;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource whose writes are done once: with the same {@code Idempotency-Key} and the same request of the same caller the first answer
 * is given again, and nothing is done a second time. A write whose request or answer must not be kept opts out with
 * {@code @NoClassInterceptors}.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Once {
    String HEADER = "Idempotency-Key";
}
